from datetime import UTC, date, datetime, timedelta

import pytest

from frontend.web import wording
from services.shared import clock

NOON_IN_SUMMER = datetime(2026, 7, 6, 11, 5, tzinfo=UTC)


@pytest.fixture
def it_is_summer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON_IN_SUMMER)


def test_the_clock_is_the_schools(it_is_summer: None) -> None:
    assert wording.clock_time(NOON_IN_SUMMER) == "12:05pm"
    assert wording.clock_time(NOON_IN_SUMMER - timedelta(hours=12)) == "12:05am"
    assert wording.moment(NOON_IN_SUMMER - timedelta(days=1)) == "yesterday at 12:05pm"
    assert wording.day(NOON_IN_SUMMER - timedelta(days=2)) == "Saturday 4 July 2026"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (2880, "2 days")],
)
def test_waiting_is_told_in_the_largest_unit(it_is_summer: None, minutes: int, words: str) -> None:
    assert wording.waiting(NOON_IN_SUMMER - timedelta(minutes=minutes)) == words


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    assert wording.listed([]) == ""
    assert wording.listed(["Mrs Ash"]) == "Mrs Ash"
    assert wording.listed(["Mrs Ash", "Mr Birch", "Mr Cedar"]) == "Mrs Ash, Mr Birch and Mr Cedar"


def test_a_month_keeps_its_capital_at_the_beginning_of_a_sentence() -> None:
    assert wording.with_capital("today at 12:05pm") == "Today at 12:05pm"
    assert wording.with_capital("Saturday 4 July 2026") == "Saturday 4 July 2026"
    assert wording.with_capital("") == ""


def test_a_day_without_an_hour_is_told_as_a_day() -> None:
    assert wording.calendar_day(date(2026, 11, 2)) == "2 November 2026"
