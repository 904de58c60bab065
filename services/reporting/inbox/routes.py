"""The doors to the inbox, and the stream that says that it has changed."""

import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from services.reporting.inbox.queries import inbox_of, session_is_live
from services.reporting.inbox.schemas import Inbox
from services.shared.callers import AnyStaff, Bearer, Caller
from services.shared.errors import NotSignedIn
from services.shared.tokens import TokenRefused
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


class LiveReader:
    """A reader at a stream, asked again and again whether they still may listen."""

    def __init__(self, request: Request, reader: Caller, token: str) -> None:
        self.reader = reader
        self.changes = request.app.state.changes
        self._state = request.app.state
        self._token = token

    async def may_listen(self) -> bool:
        """Say whether the token has not ended and the session is still live."""
        try:
            await self._state.verifier.verify(self._token)
        except TokenRefused:
            return False
        return await session_is_live(
            self._state.database, self.reader.session_id, self.reader.version
        )


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
    async with live.changes.screen(live.reader.person_id) as screen:
        while await live.may_listen():
            if await _has_changed(screen.changed):
                yield ServerSentEvent(event="changed", data={})


async def _has_changed(changed: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(changed.wait(), LOOK_AGAIN_SECONDS)
    except TimeoutError:
        return False
    changed.clear()
    return True
