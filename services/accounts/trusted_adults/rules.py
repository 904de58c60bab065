"""Who may stand on the children's list of grown-ups: pure."""

from typing import Final

WEEKDAYS: Final = "12345"  # Monday to Friday, as ISO 8601 counts them
NO_CONSENT: Final = "Ask them first: nobody stands on the children's page without saying yes."
NO_DAYS: Final = "Choose the days on which they are in school."


def why_not_listed(*, has_consented: bool, weekdays: str) -> tuple[str, str] | None:
    """Return the field and the sentence for why somebody cannot be listed, or None."""
    if not has_consented:
        return "consented", NO_CONSENT
    return None if weekdays else ("weekdays", NO_DAYS)


def in_order(weekdays: str) -> str:
    """Return the days that were named, each once and in the order of the week."""
    return "".join(day for day in WEEKDAYS if day in weekdays)
