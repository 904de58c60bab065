"""What a child can do: pages beside the way, one tap from every question."""

import pytest

from tests.integration.frontend.pupil.conftest import NEXT, SAFE, SEND, SKIP, APage, Child, Town

pytestmark = pytest.mark.anyio

GUIDE = {"go": "guide"}
BACK = {"go": "back"}


async def part(child: Child, name: str) -> APage:
    """Open one part of what to do, from the question where the child is."""
    await child.tap(**GUIDE)
    return await child.tap(go=f"guide:{name}")


@pytest.mark.rule("A-1.18-8")
async def test_what_to_do_is_one_tap_away_and_the_words_stay(child: Child, town: Town) -> None:
    await child.go(SAFE, SKIP)
    index = await child.tap(words="Half a sentence", **GUIDE)
    assert index.heading == "What can I do?"
    assert (await child.tap(go="guide:talk")).heading == "Someone I don't know talks to me"
    assert (await child.tap(**BACK)).heading == "What can I do?"
    there = await child.tap(**BACK)
    assert there.heading == "Tell us what happened"
    assert "Half a sentence" in there.text
    await child.go({"words": "All of it", **NEXT}, SKIP, SKIP, SEND)
    [case] = await town.inbox()
    assert "All of it" in str(case["concerns"])


@pytest.mark.rule("D-7.3.2-6")
async def test_something_scary_screen_off_and_tell(child: Child) -> None:
    page = await part(child, "see")
    assert "Turn the screen off." in page.text
    assert "Go and tell a grown-up." in page.text


@pytest.mark.rule("A-1.31-14")
@pytest.mark.rule("A-1.31-15")
@pytest.mark.rule("A-1.31-4")
@pytest.mark.rule("A-1.6-11")
async def test_somebody_mean_do_not_answer_block_keep_it_and_show_it(child: Child) -> None:
    assert "It is good that you came here." in child.page.text
    page = await part(child, "unkind")
    for words in ("Do not answer back.", "Block them.", "Keep it. Show it to a grown-up."):
        assert words in page.text


@pytest.mark.rule("D-8.3-4")
@pytest.mark.rule("D-8.3-5")
@pytest.mark.rule("D-8.3-6")
@pytest.mark.rule("D-8.3-8")
@pytest.mark.rule("D-7.9.1-2")
@pytest.mark.rule("A-1.12-6")
@pytest.mark.rule("A-1.15-12")
@pytest.mark.rule("A-1.18-9")
@pytest.mark.rule("D-4.5-4")
async def test_how_to_stay_safe(child: Child) -> None:
    page = await part(child, "safe")
    for words in (
        "Do not tell your name, home, school or phone.",
        "Only talk to friends you know.",
        "Keep your page for friends only.",
        "Never meet someone from a screen without a grown-up.",
        "Play games that are made for your age.",
        "Ask a grown-up before you make or take a call.",
        "Then you may take or send a friend's picture.",
        "Do not send words that hurt.",
    ):
        assert words in page.text


@pytest.mark.rule("D-8.3-9")
@pytest.mark.rule("D-11.1-4")
async def test_who_else_helps_and_what_each_is_not_for(child: Child) -> None:
    assert "Block them." in (await part(child, "talk")).text
    await child.tap(**BACK)
    page = await child.tap(go="guide:help")
    for name in ("Childline", "CEOP", "Report Remove"):
        assert name in page.text
    assert page.text.count("It is not for") == 3
    assert "https://www.childline.org.uk/remove" in page.links


async def test_a_draft_language_is_shown_to_nobody(child: Child) -> None:
    assert "language:" not in child.page.answer.text
    page = await child.tap(go="language:ur")
    assert 'dir="rtl"' not in page.answer.text
