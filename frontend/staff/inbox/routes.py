"""The inbox: the cases that wait, most pressing first, live."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.kinds import KINDS
from frontend.staff.signed_in import QuietStaff, SignedIn, Staff, waiting_alerts
from frontend.web.pages import page

router = APIRouter()

# The id comes back when a browser asks again: then it has missed something, and looks.
BEGIN = b"id: 1\n\n"
CHANGED = b"event: changed\ndata: {}\n\n"
SECONDS_BEFORE_ASKING_AGAIN = 20


@router.get("/staff/inbox")
async def show_inbox(request: Request, staff: Staff, after: str | None = None) -> Response:
    """Show the cases that this person may read."""
    return await _inbox(request, staff, after)


@router.get("/staff/inbox/list")
async def show_list(request: Request, staff: QuietStaff) -> Response:
    """Show the list alone, when the stream said that something changed."""
    return await _inbox(request, staff, None)


@router.get("/staff/inbox/changes")
async def tell_changes(request: Request, staff: QuietStaff) -> Response:
    """Say "changed", never what; ends with the token, and the browser asks again."""
    headers = {"X-Accel-Buffering": "no"}
    has_missed = "last-event-id" in request.headers
    changes = _changes(staff, CHANGED if has_missed else BEGIN)
    return StreamingResponse(changes, media_type="text/event-stream", headers=headers)


async def _changes(staff: SignedIn, begin: bytes) -> AsyncIterator[bytes]:
    yield begin
    try:
        async with staff.reporting.changes() as changes:
            async for piece in changes:
                yield piece
    except (ServiceDown, ServiceProblem):
        # The list itself says what is wrong; held open, so that nobody asks twice a second.
        await asyncio.sleep(SECONDS_BEFORE_ASKING_AGAIN)


async def _inbox(request: Request, staff: SignedIn, after: str | None) -> Response:
    return page(
        request,
        "staff/inbox/inbox.html",
        fragment="cases",
        inbox=await staff.reporting.inbox(after),
        alerts=await waiting_alerts(request, staff),
        is_first=after is None,
        kinds=KINDS,
    )
