"""What a child can do: pages beside the way, one tap from every question."""

import re
from typing import Any

import pytest
from httpx import AsyncClient

from services.accounts.schools.actions import change_profile
from tests.factories import a_staff_member, as_owner
from tests.integration.frontend.pupil.conftest import (
    NEXT,
    SAFE,
    SEND,
    SKIP,
    APage,
    Child,
    Town,
    a_child,
)

pytestmark = pytest.mark.anyio

GUIDE = {"go": "guide"}
BACK = {"go": "back"}
COMPLAINTS = "https://school.example/complaints"


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


@pytest.mark.rule("D-5.1-6")
async def test_the_rules_that_children_sign_say_that_school_checks(child: Child) -> None:
    page = await part(child, "rules")
    for words in ("say yes to them", "School checks what we do on its screens.", "Be kind."):
        assert words in page.text


@pytest.mark.rule("A-1.2-1")
async def test_a_child_comes_to_the_policy_in_one_tap(child: Child, client: AsyncClient) -> None:
    page = await part(child, "rules")
    [address] = re.findall(r'href="(/report/[^"]+/policy)"', page.answer.text)
    shown = await client.get(address)
    assert shown.status_code == 200
    assert "in plain words" in shown.text


@pytest.mark.rule("D-10-3")
async def test_a_child_learns_how_to_complain_and_is_led_to_the_procedure(
    client: AsyncClient, town: Town, settings_values: dict[str, Any]
) -> None:
    child = await a_child(client, town.big_page)
    page = await part(child, "complain")
    assert "They tell you what they will do." in page.text
    assert COMPLAINTS not in page.answer.text
    async with as_owner(settings_values, town.school.id) as session:
        named = {"links.complaints": COMPLAINTS}
        await change_profile(session, town.school.id, named, by="A test")
    other = await a_child(client, town.page)
    assert f'href="{COMPLAINTS}"' in (await part(other, "complain")).answer.text


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


LINES = {
    "true": ("Ask: who made it? What do they want?", "Look in two more places."),
    "own": ("Do not copy it and say it is yours.", "Write down who made it and where you found it"),
    "post": (
        "People you do not know may see it and write to you.",
        "It is hard to take down.",
        "Keep your name, home, school and phone off it.",
        "Do not show what a friend told you.",
        "Do not scare or hurt people. Do not tell lies about them.",
    ),
    "looks": ("A picture can show where you live.", "You are fine as you are."),
    "time": ("Pick a time to stop.", "Is it hard to stop? Ask a grown-up to help."),
    "chat": (
        "In a chat, you can not see who it is.",
        "In a live film, people see your face and your room.",
        "All the world can read a blog.",
        "In a group, one mean word goes to lots of people.",
    ),
    "terms": (
        "The rules say how old you must be.",
        "They say what the app keeps: your name, your pictures, where you are.",
        "You can say no.",
    ),
    "password": (
        "Make it long.",
        "Do not use your name or your birthday.",
        "Do not tell it to a friend.",
    ),
    "kind": ("Be as kind on a screen as you are in class.", "Do not join a Wi-Fi that you do not"),
    "watched": (
        "Yes. School checks what we do on its screens.",
        "If you break a rule, a grown-up will talk to you.",
    ),
    "mail": (
        "Do not answer it.",
        "Do not open what came with it.",
        "Keep it. Show it to a grown-up.",
        "Do not send it on to a friend.",
    ),
}


@pytest.mark.rule("D-5.1-4")
@pytest.mark.rule("A-1.6-8")
@pytest.mark.rule("D-7.1-5")
@pytest.mark.rule("A-1.6-9")
@pytest.mark.rule("D-8.1-3")
@pytest.mark.rule("A-1.18-4")
@pytest.mark.rule("A-1.7-2")
@pytest.mark.rule("A-1.18-5")
@pytest.mark.rule("A-1.18-6")
@pytest.mark.rule("D-8.3-7")
@pytest.mark.rule("A-1.18-7")
@pytest.mark.rule("A-1.6-2")
@pytest.mark.rule("A-1.15-9")
async def test_what_is_good_to_know_stands_one_tap_further(child: Child) -> None:
    await child.tap(**GUIDE)
    for name, lines in LINES.items():
        assert ("go", f"guide:{name}") in child.page.controls
        page = await child.tap(go=f"guide:{name}")
        for words in lines:
            assert words in page.text
        await child.tap(**BACK)


@pytest.mark.rule("A-1.3-1")
async def test_what_to_do_stands_under_the_four_aims(child: Child) -> None:
    index = await child.tap(**GUIDE)
    aims = ("Is it OK?", "Get help", "Good to know", "Feel better")
    places = [index.text.index(one) for one in aims]
    assert places == sorted(places)
    signs = await child.tap(go="guide:signs")
    assert "They say: do not tell." in signs.text
    await child.tap(**BACK)
    better = await child.tap(go="guide:better")
    assert "Next time you know what to do: stop and tell." in better.text


async def test_younger_children_are_shown_fewer_pages(client: AsyncClient, town: Town) -> None:
    child = await a_child(client, town.page)
    await child.tap(answer="little")
    index = await child.tap(**GUIDE)
    shown = {value for _, value in index.controls if value.startswith("guide:")}
    assert {"guide:signs", "guide:tell", "guide:help", "guide:better"} < shown
    assert "guide:terms" not in shown


@pytest.mark.rule("A-1.13-8")
@pytest.mark.rule("A-1.31-13")
async def test_whom_to_tell_names_the_teacher_and_who_leads(child: Child) -> None:
    page = await part(child, "tell")
    for words in (
        "Tell your teacher, or a grown-up you trust.",
        "Does someone want to see or touch your body?",
        "Does someone want you to hate or hurt people?",
        "Is there a picture of your body?",
        "Is someone mean to you again and again?",
    ):
        assert words in page.text
    safe = page.text.split("They keep us safe at school")[1]
    assert safe.index("Ruth Hazelgrove") < safe.index("Omar Pinecroft")
    assert "Yewbarrow" not in safe


async def test_whom_the_child_said_no_to_is_not_named_as_help(
    client: AsyncClient, town: Town
) -> None:
    lead = await a_staff_member(
        town.school, "ddsl", trusted_as="Mrs Oakbank", family_name="Oakbank", rank=2
    )
    child = await a_child(client, town.big_page)
    assert "Mrs Oakbank" in (await part(child, "tell")).text
    await child.go(BACK, BACK, SAFE, SKIP, SKIP, {"go": "not_adult"})
    await child.tap(go="next", not_adult=str(lead.id))
    page = await part(child, "tell")
    assert "Ruth Hazelgrove" in page.text
    assert "Mrs Oakbank" not in page.text


async def test_a_draft_language_is_shown_to_nobody(child: Child) -> None:
    assert "language:" not in child.page.answer.text
    page = await child.tap(go="language:ur")
    assert 'dir="rtl"' not in page.answer.text
