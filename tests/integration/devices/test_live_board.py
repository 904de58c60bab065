"""The board shows itself anew when a device changes hands: to who sees it, and to nobody else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.devices.boards import routes
from tests.desks import Desk, devices_service
from tests.factories import end_session
from tests.streams import Stream

pytestmark = pytest.mark.anyio

BOARD = "/board/changes"
CHANGED = b"event: changed\ndata: {}\n\n"


@pytest.fixture
async def app(settings_values: dict[str, Any], tmp_path: Path) -> AsyncIterator[FastAPI]:
    async with devices_service(settings_values, tmp_path) as made:
        yield made


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://devices") as talking:
        yield talking


def a_screen(app: FastAPI, desk: Desk, who: str) -> Stream:
    return Stream(app, BOARD, desk.staff[who].bearer("devices"))


async def at_rest(*streams: Stream) -> None:
    """Wait until listening has begun: whoever is there then looks once or twice."""
    await asyncio.sleep(1.0)
    for one in streams:
        while await one.next(0.2) is not None:
            pass


@pytest.mark.guard("G-12", "G-22")
async def test_a_board_hears_of_what_its_reader_sees_and_of_nothing_else(
    app: FastAPI, downs: Desk, abingdon: Desk
) -> None:
    async with (
        app.state.changes.listening(),
        a_screen(app, downs, "office") as office,
        a_screen(app, downs, "teacher") as taker,
        a_screen(app, downs, "assistant") as colleague,
        a_screen(app, abingdon, "office") as elsewhere,
    ):
        await at_rest(office, taker, colleague, elsewhere)
        taken = await downs.take("teacher")
        assert [await one.next(3) for one in (office, taker)] == [CHANGED, CHANGED]
        assert [await one.next(0.3) for one in (colleague, elsewhere)] == [None, None]
        assert (await downs.give_back(taken["device_id"])).status_code == 200
        assert await office.next(3) == CHANGED


@pytest.mark.guard("G-22")
async def test_a_refused_act_wakes_no_board(app: FastAPI, downs: Desk) -> None:
    taken = await downs.take("teacher")
    assert downs.child is not None
    barred = downs.child.guardian_ids[1]
    async with app.state.changes.listening(), a_screen(app, downs, "office") as office:
        await at_rest(office)
        refused = await downs.give_back(taken["device_id"], guardian_id=barred)
        assert refused.status_code == 409
        assert await office.next(0.5) is None
        assert (await downs.give_back(taken["device_id"])).status_code == 200
        assert await office.next(3) == CHANGED


async def test_the_board_ends_with_the_session(
    app: FastAPI, downs: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "LOOK_AGAIN_SECONDS", 0.2)
    async with a_screen(app, downs, "office") as stream:
        await asyncio.sleep(0.6)
        assert (stream.task.done(), stream.status) == (False, 200)
        await end_session(downs.staff["office"])
        await asyncio.wait_for(asyncio.shield(stream.task), 3)


async def test_a_board_without_a_good_token_is_refused(downs: Desk) -> None:
    headers = {"Authorization": "Bearer x.y.z"}
    assert (await downs.client.get(BOARD, headers=headers)).status_code == 401
