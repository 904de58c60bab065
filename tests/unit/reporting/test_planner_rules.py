"""How soon something is, on the school's own day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.reporting.planner.rules import When, how_soon

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
SUMMER_NIGHT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # already Thursday in London


@pytest.mark.parametrize(
    ("kind", "after", "when"),
    [
        ("step", timedelta(minutes=-1), When.OVERDUE),
        ("step", timedelta(hours=5), When.TODAY),
        ("step", timedelta(days=1), When.THIS_WEEK),
        ("step", timedelta(days=4), When.THIS_WEEK),
        ("step", timedelta(days=5), When.LATER),
        ("chase", timedelta(days=1), When.WAITING),
        ("chase", timedelta(hours=-1), When.TODAY),
        ("chase", timedelta(days=-1), When.OVERDUE),
        ("review", timedelta(days=40), When.WAITING),
    ],
)
def test_how_soon_something_is(kind: str, after: timedelta, when: When) -> None:
    assert how_soon(kind, WEDNESDAY + after, WEDNESDAY, LONDON) is when


def test_without_a_limit_it_is_later_and_the_day_is_the_schools_own() -> None:
    assert how_soon("step", None, WEDNESDAY, LONDON) is When.LATER
    due = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
    assert how_soon("step", due, SUMMER_NIGHT, LONDON) is When.TODAY
