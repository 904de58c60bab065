"""A child comes back with three pictures and sees whether somebody has read it."""

import httpx
import pytest

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
    await child.go(SAFE, SKIP, SKIP, {"go": "talk", "words": ""}, SKIP, SKIP)
    await child.tap(go="not_now")
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
