"""What Lantern answers by itself: a child under 13, from the date of birth, and only as a yes."""

from datetime import UTC, date, datetime

import pytest

from services.reporting.procedures.rules_conditions import Reply, Said
from services.reporting.procedures.rules_filled import UNDER_13, Born, filled_in, is_under_13

BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
YOUNG, OLDER = date(2016, 3, 14), date(2012, 3, 14)


@pytest.mark.parametrize(
    ("born", "under"),
    [
        (date(2013, 11, 24), True),  # 13 tomorrow
        (date(2013, 11, 23), False),  # 13 today
        (date(2013, 11, 22), False),
        (date(2012, 2, 29), False),
        (date(2020, 1, 1), True),
    ],
)
def test_thirteen_is_reached_on_the_birthday(born: date, under: bool) -> None:
    assert is_under_13(born, BEGAN.date()) is under


@pytest.mark.parametrize("role", ["harmed", "said_to_have_harmed", "involved"])
def test_a_young_child_is_a_yes_from_the_beginning(role: str) -> None:
    filled = filled_in([UNDER_13], {}, [Born(OLDER, "harmed"), Born(YOUNG, role)], BEGAN)
    assert filled == {UNDER_13: Said(Reply.YES, BEGAN)}


@pytest.mark.parametrize("role", ["witness", "told_an_adult", "mentioned"])
def test_a_child_beside_it_or_an_older_one_answers_nothing(role: str) -> None:
    assert filled_in([UNDER_13], {}, [Born(YOUNG, role), Born(OLDER, "harmed")], BEGAN) == {}


def test_nothing_is_filled_in_that_is_not_asked_or_that_a_person_has_answered() -> None:
    child = [Born(YOUNG, "harmed")]
    assert filled_in(["immediate_risk"], {}, child, BEGAN) == {}
    answered = {UNDER_13: Said(Reply.NO, BEGAN)}
    assert filled_in([UNDER_13], answered, child, BEGAN) == {}
