"""The words of the child's page: short, concrete, warm; no jargon, no secrets, no blame."""

import re

import pytest
import textstat

from frontend.pupil.coming_back.pictures import GROUPS
from frontend.pupil.telling.journey import Lane
from tests.unit.frontend.pupil.screens import screens, sentences, words

PICTURES = frozenset(name for group in GROUPS for name in group.names)
SCREENS = list(screens())
SPACHE_AT_MOST = 3
LONGEST = {Lane.LITTLE: 10, Lane.BIG: 14, None: 14}
JARGON = (
    *("dsl", "safeguard", "incident", "submit", "report", "disclos", "concern", "abuse"),
    *("anonymous", "confidential", "designated", "category", "error", "invalid", "required"),
    *("inappropriate", "allegation", "policy", "session", "password", "upload", "click"),
)
# Older children are taught how to choose one, by the name that stands on their own screens.
NAMED = frozenset({"A good password"})


def as_read(told: list[str]) -> str:
    """Return the sentences of a screen in a row, each ended as one.

    The names of the hundred pictures are labels under drawings: nobody reads them in a row.
    """
    read = [one for one in told if one not in PICTURES]
    return " ".join(one if one[-1] in ".?!:" else f"{one}." for one in read)


def grade(told: list[str]) -> float:
    """Return the Flesch-Kincaid grade of a screen."""
    return float(textstat.flesch_kincaid_grade(as_read(told)))


@pytest.mark.parametrize(("lane", "most"), [(Lane.LITTLE, 1.5), (Lane.BIG, 3), (None, 3)])
def test_every_screen_can_be_read_by_its_children(lane: Lane | None, most: float) -> None:
    grades = {name: grade(sentences(html)) for name, of, html in SCREENS if of is lane}
    assert {name: one for name, one in grades.items() if one > most} == {}


def test_every_screen_keeps_to_words_that_children_know() -> None:
    """Spache counts the words that are not among those of the first school years."""
    grades = {
        name: textstat.spache_readability(as_read(sentences(html))) for name, _, html in SCREENS
    }
    assert {name: one for name, one in grades.items() if one > SPACHE_AT_MOST} == {}


def test_no_sentence_is_long() -> None:
    long = {
        one
        for _, lane, html in SCREENS
        for one in sentences(html)
        if len(words(one)) > LONGEST[lane]
    }
    assert long == set()


@pytest.mark.parametrize("term", JARGON)
def test_no_word_of_school_or_computer_jargon_is_used(term: str) -> None:
    told = {one for _, _, html in SCREENS for one in sentences(html)} - NAMED
    told = {one.replace("Report Remove", "") for one in told}
    using = [one for one in told if term in one.lower()]
    assert using == []


@pytest.mark.guard("G-32")
def test_nothing_promises_a_secret() -> None:
    told = {one for _, _, html in SCREENS for one in sentences(html)}
    about = {one for one in told if "secret" in one.lower()}
    assert about == {
        "We can not keep it a secret.",
        "Someone wants a secret, a picture or to meet",
    }


def test_nothing_asks_why_or_leads() -> None:
    told = [one.lower() for _, _, html in SCREENS for one in sentences(html)]
    assert [
        one for one in told if one.startswith(("why", "did ", "didn't", "was it", "has he"))
    ] == []


def test_the_first_and_the_last_page_say_you_are_not_in_trouble() -> None:
    for name, _, html in SCREENS:
        told = sentences(html)
        if name.endswith((" safe", " sent", " doors")) and "guide" not in name:
            assert "You are not in trouble." in told, name
        if name.endswith((" safe", " sent")) and "guide" not in name:
            assert "It is not your fault." in told, name


def test_every_picture_has_words_beside_it_and_none_stands_for_them() -> None:
    for name, _, html in SCREENS:
        assert re.findall(r"<img(?![^>]* alt=\"\")[^>]*>", html) == [], name


def test_no_page_brings_a_script_a_style_or_an_address_of_somebody_else() -> None:
    for name, _, html in SCREENS:
        assert " style=" not in html, name
        assert " onclick" not in html, name
        loaded = re.findall(r"(?:src|action)=\"(https?:[^\"]*)\"", html)
        assert loaded == [], name
