"""The doors to the inbox, and the stream that says that it has changed."""

from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from services.reporting.inbox.queries import inbox_of
from services.reporting.inbox.schemas import Inbox
from services.shared.callers import AnyStaff, Bearer
from services.shared.errors import NotSignedIn
from services.shared.screens import LiveReader
from services.shared.transactions import Transaction

router = APIRouter(prefix="/inbox", tags=["inbox"])
LOOK_AGAIN_SECONDS = 5.0


@router.get("")
async def list_inbox(
    reader: AnyStaff,
    transaction: Transaction,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Inbox:
    """Return what waits for the caller: danger first, then whoever has waited longest."""
    return await inbox_of(transaction, reader.school_id, reader_id=reader.person_id, cursor=cursor)


async def _live_reader(request: Request, reader: AnyStaff, credentials: Bearer) -> LiveReader:
    live = LiveReader(request, reader, credentials.credentials if credentials else "")
    if not await live.may_listen():
        raise NotSignedIn
    return live


@router.get("/changes", response_class=EventSourceResponse)
async def hear_changes(
    live: Annotated[LiveReader, Depends(_live_reader)],
) -> AsyncIterable[ServerSentEvent]:
    """Say that something the caller reads has changed, never what; ends with the token."""
    async with live.changes.screen(live.reader) as screen:
        while await live.may_listen():
            if await screen.has_changed(LOOK_AGAIN_SECONDS):
                yield ServerSentEvent(event="changed", data={})
