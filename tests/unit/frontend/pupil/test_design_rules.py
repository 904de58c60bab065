"""What ux.md asks of every screen for children, looked up in the pages, styles and scripts."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from frontend.locale import NAMES
from frontend.pupil.telling import answers, guide
from frontend.pupil.telling.journey import Lane
from tests.unit.frontend.pupil.screens import screens, sentences

PUPIL = Path(__file__).resolve().parents[4] / "frontend" / "pupil"
SCREENS = list(screens())
CARDS = (
    *(answers.DOORS, answers.SAFE, answers.FEELINGS, answers.TOPICS),
    *(answers.ABOUT_ADULT, answers.OTHER_ADULTS, answers.HELPING),
)
# Two ways to say one thing: once more; help that cannot wait.
ONE_IDEA = (
    {"Try again", "Start again"},
    {"I need someone now", "In danger? Ring <b>999</b>"},
)


def styles() -> str:
    return re.sub(r"//.*", "", (PUPIL / "styles" / "pupil.scss").read_text())


def scripts() -> str:
    return "\n".join(file.read_text() for file in sorted((PUPIL / "scripts").glob("*.js")))


def test_the_younger_lane_says_sit_with_a_grown_up_and_goes_on_alone() -> None:
    """P2: the first question has the sentence, and cards that need nobody else."""
    first = [html for name, _, html in SCREENS if name == "little safe"]
    assert first
    for html in first:
        assert "Sit with a grown-up you trust, if you can." in sentences(html)
        assert 'name="answer" value="yes"' in html


def test_the_kinds_of_trouble_stand_in_a_childs_words_with_two_ways_out() -> None:
    """P12: the four Cs as a child meets them, and something else, and I don't know."""
    assert [card.words for card in answers.TOPICS] == [
        "I saw something yucky or scary",
        "Someone was unkind",
        "Someone I don't know talked to me",
        "Someone wants a secret, a picture or to meet",
        "I did something and I am worried",
        "Something else",
        "I don't know",
    ]


@pytest.mark.guard("G-01")
def test_no_screen_takes_a_file_and_the_words_say_what_to_do_with_one() -> None:
    """P14: no upload, ever; keep it, do not send it on, show a grown-up."""
    for name, _, html in SCREENS:
        assert 'type="file"' not in html, name
        assert "multipart" not in html, name
        if name == "big words":
            assert {"Keep it.", "Do not send it on.", "Show a grown-up."} <= set(sentences(html))


def test_every_screen_can_be_read_aloud() -> None:
    """P15: the script that puts the button there, its picture and its words."""
    for name, _, html in SCREENS:
        assert re.search(r'<script src="read-aloud.js" data-picture="[^"]*speaker', html), name
        assert 'data-words="Read to me"' in html, name


def test_one_idea_has_one_picture_everywhere() -> None:
    """P17: the same words never stand beside two pictures."""
    shown = defaultdict(set)
    for card in (card for cards in CARDS for card in cards):
        shown[card.words].add(card.picture)
    for page in guide.GUIDES:
        shown[page.title].add(page.picture)
    assert {words: found for words, found in shown.items() if len(found) > 1} == {}


def test_a_picture_of_a_big_button_means_one_thing() -> None:
    """P17: what is tapped to call, to go on or to say more has no picture of something else."""
    meant = defaultdict(set)
    for _, _, html in SCREENS:
        found = re.findall(r'class="call[^>]*><img src="([^"]+)"[^>]*><span>(.*?)</span>', html)
        for picture, words in found:
            meant[picture].add(words)
    assert len(meant) > 5
    assert [words for words in meant.values() if len(words) > 1 and words not in ONE_IDEA] == []


def test_a_language_is_picked_by_its_own_name_without_a_flag() -> None:
    """P27: each name stands in its own script, on the first pages and where something is wrong."""
    first = [html for name, _, html in SCREENS if name in {"big safe", "little doors", "letters"}]
    assert len(first) > 2
    for html in first:
        for code, name in NAMES.items():
            found = re.search(rf'<(?:button|a)[^>]* lang="{code}" dir="\w+">(.*?)</', html)
            assert found, code
            assert found[1] == name


def test_the_styles_are_quiet_and_easy_to_read() -> None:
    """P18 and P19: nothing moves, nothing leans or shouts, no ground is white."""
    told = styles()
    loud = ("animation", "transition", "@keyframes", "italic", "justify;", "uppercase")
    assert [one for one in loud if one in told] == []
    assert re.findall(r"background(?:-color)?:\s*(?:#fff(?:fff)?|white)\b", told) == []
    (height,) = re.findall(r"font: 400 1\.25rem/([\d.]+)", told)
    assert float(height) >= 1.5


def test_every_length_and_place_turns_round_with_the_language() -> None:
    """P27: no left and no right in the styles; the start and the end of a line instead."""
    found = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|\b(?:left|right):"
        r"|(?:text-align|float): (?:left|right)",
        styles(),
    )
    assert found == []


def test_nothing_needs_more_than_a_tap() -> None:
    """P20: no hover, no double tap, no long press, no drag but the lines of a drawing."""
    assert ":hover" not in styles()
    found = re.findall(r"dblclick|contextmenu|mouseover|mouseenter|drag|touchstart", scripts())
    assert found == []


def test_nothing_plays_or_counts_down_by_itself() -> None:
    """P19: no sound without a tap, no clock for the child."""
    for name, _, html in SCREENS:
        assert "autoplay" not in html, name
        assert 'http-equiv="refresh"' not in html, name
        assert not re.search(r"\bpoints?\b|\bbadge\b|\bstars? won\b", " ".join(sentences(html))), (
            name
        )


def test_the_privacy_words_are_three_with_a_picture_each() -> None:
    """P29: who reads it, who else may be told, where it is kept."""
    for name, lane, html in SCREENS:
        if lane is None:
            continue
        found = re.search(r'<ul class="privacy">(.*?)</ul>', html, re.DOTALL)
        assert found, name
        items = re.findall(r"<li>.*?</li>", found[1], re.DOTALL)
        assert len(items) == 3, name
        assert all("<img" in one for one in items), name


@pytest.mark.parametrize("lane", list(Lane))
def test_nothing_threatens(lane: Lane) -> None:
    """P30: no warning about false reports; a scared child would leave."""
    threats = re.compile(r"\b(lie|lies|lying|joke|false|fake|punish\w*|in trouble|detention)\b")
    way = [html for name, of, html in SCREENS if of is lane and " guide" not in name]
    told = {one for html in way for one in sentences(html) if threats.search(one.lower())}
    assert told == {"You are not in trouble."}
