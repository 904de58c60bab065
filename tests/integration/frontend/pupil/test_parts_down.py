"""A child can tell while accounts is down; where nothing can be sent, the page says so."""

from pathlib import Path

import httpx
import pytest

from frontend.settings import FrontendSettings
from tests.integration.frontend.pupil.conftest import (
    SAFE,
    SEND,
    SKIP,
    APage,
    Child,
    Town,
    Wires,
    a_child,
    open_front_end,
)

pytestmark = pytest.mark.anyio

MINUTES = 60


def move(clock_file: Path, seconds: int) -> None:
    """Move the product's clock."""
    clock_file.write_text(str(seconds))


async def to_the_end(child: Child) -> APage:
    await child.go(SAFE, SKIP, {"words": "Somebody was mean.", "go": "next"})
    return await child.go(SKIP, SKIP, SEND)


async def test_a_child_can_tell_while_accounts_is_down(
    client: httpx.AsyncClient, town: Town, wires: Wires, movable_clock: Path
) -> None:
    await client.get(town.big_page)
    wires.cut.add("accounts")
    move(movable_clock, 30 * MINUTES)
    child = await a_child(client, town.big_page)
    assert (await to_the_end(child)).heading == "Thank you. It is sent."
    assert "GET accounts/pupil-pages/" in " ".join(wires.asked[1:])


async def test_a_child_can_tell_after_a_restart_while_accounts_is_down(
    client: httpx.AsyncClient, town: Town, wires: Wires, settings: FrontendSettings
) -> None:
    await client.get(town.big_page)
    wires.cut.add("accounts")
    async with open_front_end(settings, wires) as restarted:
        child = await a_child(restarted, town.big_page)
        assert (await to_the_end(child)).heading == "Thank you. It is sent."
    assert len(await town.inbox()) == 1


async def test_accounts_is_asked_once_in_ten_minutes(
    client: httpx.AsyncClient, town: Town, wires: Wires, movable_clock: Path
) -> None:
    for _ in range(3):
        await client.get(town.big_page)
    move(movable_clock, 11 * MINUTES)
    await client.get(town.big_page)
    assert len(wires.asked) == 2


async def test_a_page_is_not_used_beyond_its_token(
    client: httpx.AsyncClient, town: Town, wires: Wires, movable_clock: Path
) -> None:
    await client.get(town.big_page)
    wires.cut.add("accounts")
    move(movable_clock, 25 * 60 * MINUTES)
    page = APage(await client.get(town.big_page))
    assert page.answer.status_code == 503
    assert page.heading == "This page is having a rest"
    assert "tel:08001111" in page.links


async def test_what_is_kept_on_disk_shows_neither_token_nor_names(
    client: httpx.AsyncClient, town: Town, settings: FrontendSettings
) -> None:
    await client.get(town.big_page)
    [kept] = (settings.cache_dir / "school-pages").iterdir()
    assert town.school.name not in kept.read_text()
    assert "eyJ" not in kept.read_text()
    assert town.school.big_class_code not in kept.name


async def test_a_damaged_page_on_disk_is_asked_for_again(
    client: httpx.AsyncClient, town: Town, wires: Wires, settings: FrontendSettings
) -> None:
    await client.get(town.big_page)
    [kept] = (settings.cache_dir / "school-pages").iterdir()
    kept.write_text("broken")
    async with open_front_end(settings, wires) as restarted:
        assert (await restarted.get(town.big_page)).status_code == 200


async def test_where_reporting_is_down_the_page_says_not_sent_and_keeps_everything(
    client: httpx.AsyncClient, town: Town, wires: Wires
) -> None:
    child = await a_child(client, town.big_page)
    wires.cut.add("reporting")
    page = await to_the_end(child)
    assert page.answer.status_code == 503
    assert "It is not sent yet" in page.text
    assert "Somebody was mean." in page.text
    wires.cut.clear()
    assert await town.inbox() == []
    assert (await child.tap(**SEND)).heading == "Thank you. It is sent."
    assert len(await town.inbox()) == 1


async def test_a_child_who_comes_back_while_reporting_is_down_is_told_so(
    client: httpx.AsyncClient, town: Town, wires: Wires
) -> None:
    child = await a_child(client, f"/come-back/{town.school.code}")
    wires.cut.add("reporting")
    page = await child.go({"picture": "fox"}, {"picture": "cat"}, {"picture": "bee"})
    assert "We can not look just now." in page.text
