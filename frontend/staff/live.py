"""Pass a service's "something changed" on to a browser, for lists that show themselves anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

from fastapi import Request
from starlette.responses import StreamingResponse

from frontend.clients.http import ServiceDown, ServiceProblem

# The id comes back when a browser asks again: then it has missed something, and looks.
BEGIN = b"id: 1\n\n"
CHANGED = b"event: changed\ndata: {}\n\n"
SECONDS_BEFORE_ASKING_AGAIN = 20
Stream = AbstractAsyncContextManager[AsyncIterator[bytes]]


def tell_changes_of(request: Request, stream: Stream) -> StreamingResponse:
    """Say "changed", never what; ends with the token, and the browser asks again."""
    headers = {"X-Accel-Buffering": "no"}
    has_missed = "last-event-id" in request.headers
    changes = _changes(stream, CHANGED if has_missed else BEGIN)
    return StreamingResponse(changes, media_type="text/event-stream", headers=headers)


async def _changes(stream: Stream, begin: bytes) -> AsyncIterator[bytes]:
    yield begin
    try:
        async with stream as changes:
            async for piece in changes:
                yield piece
    except (ServiceDown, ServiceProblem):
        # The list itself says what is wrong; held open, so that nobody asks twice a second.
        await asyncio.sleep(SECONDS_BEFORE_ASKING_AGAIN)
