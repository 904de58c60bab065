"""No count in the yearly review is small enough to point at a child (G-24)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.devices.reviews.rules import (
    EVERYBODY,
    FEWER,
    FEWEST,
    MERGED,
    merged,
    school_year_of,
)


@pytest.mark.guard("G-24")
@given(st.dictionaries(st.text(min_size=1), st.integers(0, 40), max_size=9))
def test_every_shown_count_is_five_or_more_or_says_that_all_are_fewer(
    counts: dict[str, int],
) -> None:
    shown = merged(counts)
    total = sum(counts.values())
    if 0 < total < FEWEST:
        assert [(one.group, one.count) for one in shown] == [(EVERYBODY, FEWER)]
        return
    assert all(int(one.count) >= FEWEST for one in shown)
    assert sum(int(one.count) for one in shown) == total


@pytest.mark.guard("G-24")
def test_a_small_group_takes_the_next_larger_with_it() -> None:
    shown = merged({"Year 6": 20, "Year 5": 9, "Year 4": 2})
    assert [(one.group, one.count) for one in shown] == [("Year 6", "20"), (MERGED, "11")]
    plain = merged({"Year 6": 20, "Year 5": 9})
    assert [one.count for one in plain] == ["20", "9"]


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2026, 11, 23), date(2026, 9, 1)), (date(2027, 6, 1), date(2026, 9, 1))],
)
def test_a_school_year_begins_in_september(today: date, first: date) -> None:
    assert school_year_of(today) == first
