"""Which members of staff stand in what somebody wrote."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.cases.rules import StaffName
from services.reporting.concerns.rules import names_found


def a_name(given_name: str, family_name: str) -> StaffName:
    return StaffName(uuid4(), f"Mr {family_name}", given_name, family_name)


def is_found(words: str, given_name: str, family_name: str) -> bool:
    one = a_name(given_name, family_name)
    return names_found(words, [one]) == frozenset({one.person_id})


@pytest.mark.guard("G-12")
@pytest.mark.parametrize(
    "words",
    [
        "Mr Hazelgrove looked at my phone",
        "mr hazelgrove's tablet",
        "MR. HAZELGROVE",
        "it was hazelgrove",
        "hazelgroves class",
        "Hazelgrove\u2019s message",
        "miss ruth sent it",
    ],
)
def test_a_name_is_found_however_a_child_writes_it(words: str) -> None:
    assert is_found(words, "Ruth", "Hazelgrove")


@pytest.mark.parametrize(
    ("words", "given_name", "family_name"),
    [
        ("Mrs O'Neill and oneill", "Ann", "O\u2019Neill"),
        ("mr muller", "Jan", "Müller"),
        ("STRASSE", "Jan", "Straße"),
        ("mrs smith jones said", "Ann", "Smith-Jones"),
        ("smith-jones", "Ann", "Smith-Jones"),
        ("Mrs Smith said", "Ann", "Smith-Jones"),
        ("mr van der berg", "Tom", "Van der Berg"),
        ("mr li", "Wei", "Li"),
    ],
)
def test_accents_marks_and_double_names_do_not_hide_a_name(
    words: str, given_name: str, family_name: str
) -> None:
    assert is_found(words, given_name, family_name)


@pytest.mark.parametrize(
    ("words", "given_name", "family_name"),
    [
        ("somebody in the game", "Ruth", "Hazelgrove"),
        ("the hazelgrovely park", "Ruth", "Hazelgrove"),
        ("ruth in my class", "Ruth", "Hazelgrove"),
        ("so I told li at home", "Wei", "Li"),
        ("", "Ruth", "Hazelgrove"),
    ],
)
def test_other_words_are_no_names(words: str, given_name: str, family_name: str) -> None:
    assert not is_found(words, given_name, family_name)


letters = st.text(alphabet=st.characters(categories=("Ll", "Lu")), min_size=3, max_size=12)


@given(family=letters, before=st.text(max_size=40), after=st.text(max_size=40))
def test_a_surname_as_a_word_is_found_between_any_others(
    family: str, before: str, after: str
) -> None:
    one = StaffName(UUID(int=1), family, "Zyx", family)
    assert names_found(f"{before} {family} {after}", [one]) == frozenset({one.person_id})
