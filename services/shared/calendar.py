"""Clock words (now, 1h, eod, 1wd, 3sd ...) on a school's own calendar; pure, no clock, no database.

School days and working days are different things: an inset day or a half-term holiday does not
stop the clock of the council's LADO (architecture.md 8).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

AT_ONCE_IN_SCHOOL_HOURS: Final = timedelta(minutes=15)
AT_ONCE_OTHERWISE: Final = timedelta(minutes=60)
OFFICE_CLOSES: Final = time(17)
SCHOOL_ENDS: Final = time(15, 15)
NO_LIMIT: Final = "open"
_SATURDAY: Final = 5
_COUNTED = re.compile(r"([1-9]\d?)(wd|sd)")


@dataclass(frozen=True)
class SchoolDay:
    """One date of a school: `school`, `inset` or `closed`, and when children come and go."""

    kind: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def is_clock_word(word: str) -> bool:
    """Say whether `word` is one of rules-and-procedures.md 1, such as eod, 1wd, 5sd or open."""
    return word in {"now", "1h", "eod", NO_LIMIT} or _COUNTED.fullmatch(word) is not None


@dataclass(frozen=True)
class SchoolCalendar:
    """The dates of one school; a date that nobody entered is taken for an ordinary weekday."""

    time_zone: str
    days: Mapping[date, SchoolDay]

    def due_at(self, word: str, start: datetime) -> datetime | None:
        """Return by when (UTC) something that began at `start` is due; None for `open`."""
        if word == NO_LIMIT:
            return None
        counted = _COUNTED.fullmatch(word)
        if counted is None:
            return self._within_the_day(word, start).astimezone(UTC)
        count, unit = int(counted[1]), counted[2]
        due = self._working(count, start) if unit == "wd" else self._school(count, start)
        return due.astimezone(UTC)

    def is_school_time(self, moment: datetime) -> bool:
        """Say whether the children are in school."""
        day = self._day(self._local(moment).date())
        if day.kind != "school" or day.starts_at is None or day.ends_at is None:
            return False
        return day.starts_at <= moment < day.ends_at

    def is_working_day(self, on: date) -> bool:
        """Say whether offices work: Monday to Friday, but for England's bank holidays."""
        return on.weekday() < _SATURDAY and on not in _bank_holidays(on.year)

    def _within_the_day(self, word: str, start: datetime) -> datetime:
        if word == "1h":
            return start + timedelta(hours=1)
        if word == "eod":
            return self._end_of_school(start)
        in_school = self.is_school_time(start)
        return start + (AT_ONCE_IN_SCHOOL_HOURS if in_school else AT_ONCE_OTHERWISE)

    def _end_of_school(self, start: datetime) -> datetime:
        """Return the end of the school day in which, or before which, `start` lies."""
        on = self._local(start).date()
        while not self._is_school_day(on) or self._ends(on) <= start:
            on += timedelta(days=1)
        return self._ends(on)

    def _school(self, count: int, start: datetime) -> datetime:
        on = self._local(start).date()
        for _ in range(count):
            on += timedelta(days=1)
            while not self._is_school_day(on):
                on += timedelta(days=1)
        return self._ends(on)

    def _working(self, count: int, start: datetime) -> datetime:
        """Return the same time `count` working days on; from a day off, the last one's end."""
        local = self._local(start)
        on = local.date()
        at = local.timetz() if self.is_working_day(on) else OFFICE_CLOSES
        for _ in range(count):
            on += timedelta(days=1)
            while not self.is_working_day(on):
                on += timedelta(days=1)
        return datetime.combine(on, at.replace(tzinfo=None), ZoneInfo(self.time_zone))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.time_zone))

    def _day(self, on: date) -> SchoolDay:
        usual = "school" if self.is_working_day(on) else "closed"
        return self.days.get(on) or SchoolDay(usual)

    def _is_school_day(self, on: date) -> bool:
        # a calendar that says nothing but "closed" must not put a deadline off for ever
        after_the_calendar = bool(self.days) and on > max(self.days)
        return self._day(on).kind == "school" or (after_the_calendar and self.is_working_day(on))

    def _ends(self, on: date) -> datetime:
        ends = self._day(on).ends_at
        return ends or datetime.combine(on, SCHOOL_ENDS, ZoneInfo(self.time_zone))


@lru_cache(maxsize=32)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=[year]))


NOON: Final = 12
UNITED_KINGDOM: Final = ZoneInfo("Europe/London")


def half_day(moment: datetime, zone: tzinfo = UNITED_KINGDOM) -> datetime:
    """Return the midnight or noon before `moment`, in UTC; nothing finer is kept (T20)."""
    local = moment.astimezone(zone)
    start = time(NOON if local.hour >= NOON else 0)
    return datetime.combine(local.date(), start, zone).astimezone(UTC)
