"""Which days somebody can be away: pure."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONGEST: Final = timedelta(days=366)
WRONG_ORDER: Final = "The last day away must not come before the first."
IN_THE_PAST: Final = "These days are over. Choose a last day that is today or later."
TOO_LONG: Final = "Somebody who is away for more than a year should give up their roles instead."


def why_not_away(first_on: date, last_on: date, today: date) -> str | None:
    """Return why nobody can be marked away for these days, or None."""
    if last_on < first_on:
        return WRONG_ORDER
    if last_on < today:
        return IN_THE_PAST
    return TOO_LONG if last_on - first_on > LONGEST else None


def span(first_on: date, last_on: date, time_zone: str) -> tuple[datetime, datetime]:
    """Return when the first day begins and when the last one has ended, at the school."""
    zone = ZoneInfo(time_zone)
    after = last_on + timedelta(days=1)
    return datetime.combine(first_on, time(), zone), datetime.combine(after, time(), zone)
