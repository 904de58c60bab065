"""Clock words on a school's own calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.calendar import SchoolCalendar, SchoolDay, is_clock_word

WORDS = ("now", "1h", "eod", "1wd", "3sd", "5sd", "10sd", "20sd")
FRIDAY = date(2026, 11, 27)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def school(day: date) -> SchoolDay:
    return SchoolDay("school", at(day, 9), at(day, 15, 15))


def a_calendar() -> SchoolCalendar:
    """School but at weekends; Monday 30 November is an inset day."""
    days = {}
    for ahead in range(60):
        day = date(2026, 11, 2) + timedelta(days=ahead)
        days[day] = school(day) if day.weekday() < 5 else SchoolDay("closed")
    days[date(2026, 11, 30)] = SchoolDay("inset", at(date(2026, 11, 30), 9), None)
    return SchoolCalendar("Europe/London", days)


@pytest.mark.parametrize(
    ("word", "start", "due"),
    [
        ("now", at(FRIDAY, 10), at(FRIDAY, 10, 15)),
        ("now", at(FRIDAY, 20), at(FRIDAY, 21)),
        ("1h", at(FRIDAY, 10), at(FRIDAY, 11)),
        ("eod", at(FRIDAY, 10), at(FRIDAY, 15, 15)),
        ("eod", at(FRIDAY, 15, 15), at(date(2026, 12, 1), 15, 15)),
        ("eod", at(date(2026, 11, 28), 12), at(date(2026, 12, 1), 15, 15)),
        ("1wd", at(FRIDAY, 10), at(date(2026, 11, 30), 10)),
        ("1wd", at(date(2026, 11, 28), 12), at(date(2026, 11, 30), 17)),
        ("1wd", at(date(2026, 12, 24), 11), at(date(2026, 12, 29), 11)),
        ("3sd", at(FRIDAY, 10), at(date(2026, 12, 3), 15, 15)),
    ],
)
def test_clock_words_run_on_the_schools_days(word: str, start: datetime, due: datetime) -> None:
    assert a_calendar().due_at(word, start) == due


def test_an_inset_day_stops_school_days_and_not_the_lados_clock() -> None:
    thursday = at(date(2026, 11, 26), 12)
    friday = at(FRIDAY, 12)
    assert a_calendar().due_at("1wd", friday) == at(date(2026, 11, 30), 12)
    assert a_calendar().due_at("3sd", thursday) == at(date(2026, 12, 2), 15, 15)


def test_open_has_no_limit() -> None:
    assert a_calendar().due_at("open", at(FRIDAY, 10)) is None


def test_the_end_of_school_is_told_in_the_schools_own_time() -> None:
    nothing_known = SchoolCalendar("Europe/London", {})
    in_july = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    assert nothing_known.due_at("eod", in_july) == datetime(2026, 7, 1, 14, 15, tzinfo=UTC)


def test_a_calendar_that_is_closed_for_good_puts_no_deadline_off_for_ever() -> None:
    closed = {date(2026, 11, 23) + timedelta(days=n): SchoolDay("closed") for n in range(10)}
    due = SchoolCalendar("Europe/London", closed).due_at("5sd", at(date(2026, 11, 23), 9))
    assert due == at(date(2026, 12, 9), 15, 15)


@given(
    st.sampled_from(WORDS),
    st.integers(0, 700 * 24 * 60),
)
def test_a_deadline_is_always_later_and_never_out_of_sight(word: str, minutes: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = a_calendar().due_at(word, start)
    assert due is not None
    assert start < due < start + timedelta(days=80)


def test_only_words_of_the_policy_are_clock_words() -> None:
    assert all(is_clock_word(word) for word in (*WORDS, "open"))
    assert not any(is_clock_word(word) for word in ("", "soon", "0sd", "3", "3 sd", "respond_by"))
