"""A child comes back with three pictures and sees whether somebody has read it."""

from pathlib import Path

import httpx
import pytest

from tests.factories import move_clock
from tests.integration.frontend.pupil.conftest import (
    SAFE,
    SEND,
    SKIP,
    Child,
    Town,
    a_child,
)
from tests.integration.frontend.pupil.test_telling import pictures

pytestmark = pytest.mark.anyio


async def told(child: Child) -> list[str]:
    await child.go(SAFE, SKIP, {"go": "talk", "words": ""}, SKIP, SKIP)
    return pictures(await child.tap(**SEND))


async def look(client: httpx.AsyncClient, town: Town, names: list[str]) -> Child:
    child = await a_child(client, f"/come-back/{town.school.code}")
    for name in names:
        await child.tap(picture=name)
    return child


async def test_the_three_pictures_show_when_somebody_has_read_it(
    client: httpx.AsyncClient, child: Child, town: Town
) -> None:
    names = await told(child)
    waiting = await look(client, town, names)
    assert waiting.page.heading == "We have it"
    [case] = await town.inbox()
    await town.acknowledge(case)
    read = await look(client, town, names)
    assert "has read this" in read.page.heading
    assert town.dsl.display_name.split()[-1] in read.page.heading


async def test_other_pictures_are_told_kindly_and_nothing_more(
    client: httpx.AsyncClient, child: Child, town: Town
) -> None:
    names = await told(child)
    wrong = await look(client, town, names[::-1])
    assert "We do not know these three pictures." in wrong.page.text
    assert wrong.page.heading == "Tap your first picture"


async def test_a_picture_can_be_taken_back(client: httpx.AsyncClient, town: Town) -> None:
    child = await look(client, town, ["fox", "cat"])
    assert child.page.heading == "Tap your last picture"
    assert (await child.tap(go="back")).heading == "Tap your second picture"
    assert [value for name, value in child.page.hidden if name == "picked"] == ["fox"]


async def test_all_hundred_pictures_are_buttons(client: httpx.AsyncClient, town: Town) -> None:
    child = await look(client, town, [])
    assert len([one for one in child.page.controls if one[0] == "picture"]) == 100


@pytest.mark.parametrize(
    ("tapped", "words"), [("now", "I need someone now"), ("still", "It is still happening")]
)
async def test_whoever_is_back_can_ask_for_somebody(
    client: httpx.AsyncClient, child: Child, town: Town, tapped: str, words: str
) -> None:
    names = await told(child)
    back = await look(client, town, names)
    assert not [one for one in names if one in str(back.page.hidden)]
    said = await back.tap(go=tapped)
    assert said.heading == "Thank you for telling us"
    assert "A grown-up is being told right now." in said.text
    [case] = await town.inbox()
    assert (case["severity"], case["concerns"][0]["words"][0]["answer"]) == ("critical", words)


async def test_what_was_not_said_is_said_again_from_the_same_page(
    client: httpx.AsyncClient, child: Child, town: Town
) -> None:
    back = await look(client, town, await told(child))
    town.wires.cut.add("reporting")
    assert (await back.tap(go="now")).heading == "It is not sent yet"
    town.wires.cut.clear()
    assert (await back.tap(go="now")).heading == "Thank you for telling us"


async def test_the_page_of_one_who_is_back_has_a_rest_after_ten_minutes(
    client: httpx.AsyncClient, child: Child, town: Town, movable_clock: Path
) -> None:
    back = await look(client, town, await told(child))
    move_clock(movable_clock, 601)
    assert "Tap your three pictures again." in (await back.tap(go="now")).text
    [case] = await town.inbox()
    assert case["severity"] != "critical"
