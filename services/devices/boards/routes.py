"""Lists of devices and scanned labels over HTTP."""

from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from services.devices.boards import queries
from services.devices.boards.schemas import DeviceList, Found
from services.devices.custody.rules import State
from services.shared.callers import Bearer, SchoolStaff
from services.shared.errors import NotSignedIn
from services.shared.screens import LiveReader
from services.shared.transactions import Transaction

router = APIRouter(tags=["boards"])
LOOK_AGAIN_SECONDS = 5.0


@router.get("/devices")
async def list_devices(
    caller: SchoolStaff,
    transaction: Transaction,
    state: State | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> DeviceList:
    """List the devices that the school still has, or those in one state."""
    return await queries.devices_for(transaction, caller, state, cursor)


@router.get("/labels/{label_code}")
async def find_labelled(label_code: str, caller: SchoolStaff, transaction: Transaction) -> Found:
    """Find the device that a scanned label belongs to."""
    return await queries.labelled(transaction, caller, label_code)


async def _live_reader(request: Request, reader: SchoolStaff, credentials: Bearer) -> LiveReader:
    live = LiveReader(request, reader, credentials.credentials if credentials else "")
    if not await live.may_listen():
        raise NotSignedIn
    return live


@router.get("/board/changes", response_class=EventSourceResponse)
async def hear_changes(
    live: Annotated[LiveReader, Depends(_live_reader)],
) -> AsyncIterable[ServerSentEvent]:
    """Say that a device the caller sees changed hands, never which; ends with the token."""
    async with live.changes.screen(live.reader) as screen:
        while await live.may_listen():
            if await screen.has_changed(LOOK_AGAIN_SECONDS):
                yield ServerSentEvent(event="changed", data={})
