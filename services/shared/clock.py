"""The one place from which the product reads the time (architecture.md 12)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

_moved_by_file: list[Path] = []


def make_movable(offset_file: Path) -> None:
    """Let a file holding a number of seconds move this process's clock (tests, scoreboard).

    Settings refuse this in production, so a school's clock cannot be moved.
    """
    _moved_by_file[:] = [offset_file]


def fix() -> None:
    """Undo `make_movable`: the clock is the machine's again."""
    _moved_by_file.clear()


def _offset() -> timedelta:
    if not _moved_by_file:
        return timedelta(0)
    try:
        return timedelta(seconds=float(_moved_by_file[0].read_text() or 0))
    except (FileNotFoundError, ValueError):
        return timedelta(0)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC) + _offset()


def today(time_zone: str) -> date:
    """Return the date at the school, whose `time_zone` is an IANA name."""
    return now().astimezone(ZoneInfo(time_zone)).date()
