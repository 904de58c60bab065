"""What an assignment may say, and how it stands."""

from datetime import date

import pytest

from services.reporting.assignments.rules import Known, Standing, names_in, standing_of

AMY = Known("Amy O'Neill-Brown", "Amy", "O'Neill-Brown")
ZOE = Known("Zoë Lee", "Zoë", "Lee")


@pytest.mark.rule("D-4.4-1")
@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Look at the filter of tablet 4.", ()),
        ("Amy wrote in the chat.", ("Amy O'Neill-Brown",)),
        ("It is AMY\u2019S tablet.", ("Amy O'Neill-Brown",)),
        ("The account of ONeill Brown.", ("Amy O'Neill-Brown",)),
        ("Zoe and amy.", ("Amy O'Neill-Brown", "Zoë Lee")),
        ("A sleeve amyl leeway.", ()),
    ],
)
def test_a_name_of_the_case_is_found_as_a_word(words: str, named: tuple[str, ...]) -> None:
    assert names_in(words, [AMY, ZOE]) == named


def test_a_day_is_in_time_until_it_is_over() -> None:
    due = date(2026, 12, 1)
    assert standing_of(due, due, is_answered=False) is Standing.OPEN
    assert standing_of(due, date(2026, 12, 2), is_answered=False) is Standing.OVERDUE
    assert standing_of(due, date(2026, 12, 2), is_answered=True) is Standing.DONE
