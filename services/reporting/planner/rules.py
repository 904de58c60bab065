"""How soon something is, on the school's own day; pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class When(StrEnum):
    """How soon, on the school's calendar."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    WAITING = "waiting"  # for others: an agency to be asked again, a paused case
    LATER = "later"


WAITS_FOR_OTHERS = frozenset({"chase", "review"})
_SUNDAY = 6


def how_soon(kind: str, due_at: datetime | None, now: datetime, zone: ZoneInfo) -> When:
    """Return when something due at `due_at` (UTC) is, seen at `now` from the school's own day.

    What waits for others stays apart until its day has come.
    """
    if due_at is None:
        return When.LATER
    today, due = now.astimezone(zone).date(), due_at.astimezone(zone).date()
    if kind in WAITS_FOR_OTHERS and due > today:
        return When.WAITING
    if due_at < now and (kind not in WAITS_FOR_OTHERS or due < today):
        return When.OVERDUE
    return When.TODAY if due == today else _this_week_or_later(due, today)


def _this_week_or_later(due: date, today: date) -> When:
    sunday = today + timedelta(days=_SUNDAY - today.weekday())
    return When.THIS_WEEK if due <= sunday else When.LATER
