"""How moments and numbers are written for people."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from services.shared import clock
from services.shared.drawings import as_svg

SCHOOL_TIME = ZoneInfo("Europe/London")
MINUTES_IN_HOUR = 60
MINUTES_IN_DAY = 24 * 60


def at_school(moment: datetime) -> datetime:
    """Return `moment` as the school's clock shows it."""
    return moment.astimezone(SCHOOL_TIME)


def clock_time(moment: datetime) -> str:
    """Return the time of day: 9:05am."""
    local = at_school(moment)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004 - noon


def day(moment: datetime) -> str:
    """Return the day: today, yesterday, or Monday 2 November 2026."""
    local = at_school(moment).date()
    days_ago = (at_school(clock.now()).date() - local).days
    words = {0: "today", 1: "yesterday"}
    return words.get(days_ago) or f"{local:%A} {local.day} {local:%B %Y}"


def calendar_day(on: date) -> str:
    """Return a day that has no hour: 2 November 2026."""
    return f"{on.day} {on:%B %Y}"


def moment(at: datetime) -> str:
    """Return day and time: today at 9:05am."""
    return f"{day(at)} at {clock_time(at)}"


def half_day(at: datetime) -> str:
    """Return the day and whether it was before noon where no more is kept; else as `moment`."""
    local = at_school(at)
    if local.time() not in {time(0), time(12)}:
        return moment(at)
    return f"{day(at)}, {'before' if local.hour == 0 else 'after'} noon"


def waiting(since: datetime) -> str:
    """Return how long something has waited, in words: just now, 4 minutes, 2 hours, 3 days."""
    minutes = int((clock.now() - since).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < MINUTES_IN_HOUR:
        return counted(minutes, "minute")
    if minutes < MINUTES_IN_DAY:
        return counted(minutes // MINUTES_IN_HOUR, "hour")
    return counted(minutes // MINUTES_IN_DAY, "day")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: 1 report, 2 reports."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(names: list[str]) -> str:
    """Return names as a sentence lists them: A, B and C."""
    if len(names) <= 1:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def with_capital(words: str) -> str:
    """Return words as a sentence begins: only the first letter changes (Monday 2 November)."""
    return words[:1].upper() + words[1:]


def drawn(drawing: str) -> Markup:
    """Return a child's drawing as a picture; there is nothing in it but numbers and our colours."""
    return Markup(as_svg(drawing))  # noqa: S704 - as_svg lets nothing of what was sent into markup


FILTERS: dict[str, Callable[..., Any]] = {
    "clock_time": clock_time,
    "day": day,
    "calendar_day": calendar_day,
    "moment": moment,
    "half_day": half_day,
    "waiting": waiting,
    "counted": counted,
    "listed": listed,
    "with_capital": with_capital,
    "drawn": drawn,
}
