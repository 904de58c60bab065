"""The parent's page: a code given by telephone or slip, then plain words about one's own child."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceProblem
from frontend.parent.notices.told import (
    OF_CASES,
    Ticket,
    devices,
    keep_ticket,
    parents,
    ticket_for,
    try_code,
)
from frontend.web.forms import PostedForm
from frontend.web.link_pages import (
    AskAgain,
    Sentences,
    note_as_read,
    send_back,
    take_code,
    what_was_typed,
)
from frontend.web.pages import go_to, page

router = APIRouter()

REPLIES = {
    "answered": "I want to write something back",
    "call_wanted": "Please ring me",
    "language_wanted": "I need this in another language",
}
SAY = Sentences(
    empty="Type the code that the school office gave you",
    not_answering="This page is not answering at the moment. Try again, or ring the school office.",
    choose="Choose what you want to tell the school",
    write={
        "answered": "Write your answer",
        "call_wanted": "Write when we can ring you",
        "language_wanted": "Write which language you read best",
    },
)


@router.get("/parent/n/{notice_id}")
async def show_notice(request: Request, notice_id: UUID) -> Response:
    """Show the notice to a browser that gave the code, and ask every other one for the code."""
    return await _show(request, notice_id)


@router.post("/parent/n/{notice_id}")
async def open_notice(request: Request, notice_id: UUID, posted: PostedForm) -> Response:
    """Take the code; a wrong one gives the page back with a sentence."""
    try:
        ticket = await take_code(posted, partial(try_code, request, notice_id), SAY)
    except AskAgain as again:
        return _ask(request, notice_id, again.sentence, again.status)
    response = go_to(f"/parent/n/{notice_id}")
    keep_ticket(response, notice_id, ticket)
    return response


@router.post("/parent/n/{notice_id}/read")
async def acknowledge_notice(request: Request, notice_id: UUID) -> Response:
    """Tell the school that the parent has read it."""
    ticket = ticket_for(request, notice_id)
    if ticket is not None:
        asked = parents(request) if ticket.sender == OF_CASES else devices(request)
        await note_as_read(asked.acknowledge_notice(notice_id, ticket.secret))
    return go_to(f"/parent/n/{notice_id}")


@router.post("/parent/n/{notice_id}/reply")
async def reply(request: Request, notice_id: UUID, posted: PostedForm) -> Response:
    """Send what the parent answers or asks for; what was typed stays where it did not go."""
    ticket = ticket_for(request, notice_id)
    if ticket is None:
        return _ask(request, notice_id)
    typed = what_was_typed(posted)
    errors = await send_back(typed, partial(parents(request).reply, notice_id, ticket.secret), SAY)
    if errors:
        return await _show(request, notice_id, typed=typed, errors=errors)
    return go_to(f"/parent/n/{notice_id}?sent=1#sent")


async def _show(
    request: Request,
    notice_id: UUID,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    ticket = ticket_for(request, notice_id)
    if ticket is None:
        return _ask(request, notice_id)
    try:
        if ticket.sender != OF_CASES:
            return await _show_device(request, notice_id, ticket)
        notice = await parents(request).read_notice(notice_id, ticket.secret)
    except ServiceProblem:
        return _ask(request, notice_id)
    return page(
        request,
        "parent/notices/case.html",
        status=422 if errors else 200,
        notice=notice,
        notice_id=notice_id,
        typed=typed or {},
        errors=errors or {},
        choices=REPLIES,
        sent=request.query_params.get("sent", ""),
    )


async def _show_device(request: Request, notice_id: UUID, ticket: Ticket) -> Response:
    notice = await devices(request).read_notice(notice_id, ticket.secret)
    return page(request, "parent/notices/notice.html", notice=notice, notice_id=notice_id)


def _ask(request: Request, notice_id: UUID, error: str = "", status: int = 200) -> Response:
    return page(
        request, "parent/notices/code.html", status=status, notice_id=notice_id, error=error
    )
