"""Who may keep a device beyond the day it was due, and how long (D-9.3-13). Pure."""

from datetime import date, timedelta

LEADERSHIP = frozenset({"head", "slt", "dsl", "ddsl"})
AT_MOST = timedelta(days=30)
NOT_LEADERSHIP = (
    "A device goes home at the end of the school day. Only the leadership may keep it longer, "
    "with a written reason."
)


def why_not_you(roles: frozenset[str]) -> str | None:
    """Return why somebody with `roles` may not keep a device longer, or None."""
    return NOT_LEADERSHIP if roles.isdisjoint(LEADERSHIP) else None


def why_not_until(until: date, due_on: date, today: date) -> str | None:
    """Return why a device cannot stay until that day, or None."""
    if until <= max(due_on, today - timedelta(days=1)):
        return "Choose a day after the one on which it is due now."
    if until > today + AT_MOST:
        return "Choose a day within the next 30 days. Nothing is kept without an end."
    return None
