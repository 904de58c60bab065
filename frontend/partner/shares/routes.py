"""The page of somebody outside: link and code, then a view made for their role, and answers."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.shares import Shares
from frontend.web.forms import PostedForm
from frontend.web.front import front
from frontend.web.link_pages import (
    AskAgain,
    Sentences,
    note_as_read,
    send_back,
    take_code,
    what_was_typed,
)
from frontend.web.pages import go_to, page
from frontend.web.tickets import keep_ticket, ticket_in

router = APIRouter()

# The ticket stands for the code that was given; it opens this one page for half an hour.
TICKET_COOKIE = "__Host-lantern-share"
FRESH = (
    "If the case is still shared with you, a fresh link is on its way to the address that the "
    "school knows. Ring the school for its code."
)
CHOICES = {"advised": "I give advice", "asked": "I have a question"}
SAY = Sentences(
    empty="Type the code that the school gave you",
    not_answering="This page is not answering at the moment. Try again, or ring the school.",
    choose="Choose what you want to send",
    write={"advised": "Write your advice", "asked": "Write your question"},
)


@router.get("/partner/s/{link_id}")
async def show_share(request: Request, link_id: UUID) -> Response:
    """Show the view to a browser that gave the code, and ask every other one for the code."""
    return await _show(request, link_id)


@router.post("/partner/s/{link_id}")
async def open_share(request: Request, link_id: UUID, posted: PostedForm) -> Response:
    """Take the code; a wrong one gives the page back with a sentence."""
    try:
        ticket = await take_code(posted, partial(_shares(request).open_share, link_id), SAY)
    except AskAgain as again:
        return _ask(request, link_id, again.sentence, again.status)
    response = go_to(f"/partner/s/{link_id}")
    keep_ticket(response, TICKET_COOKIE, link_id, ticket)
    return response


@router.post("/partner/s/{link_id}/fresh")
async def ask_fresh_link(request: Request, link_id: UUID) -> Response:
    """Ask for a fresh link; the answer is the same for every link."""
    try:
        await _shares(request).ask_fresh_link(link_id)
    except ServiceDown as down:
        return _ask(request, link_id, SAY.not_answering, down.status)
    return go_to(f"/partner/s/{link_id}?fresh=1")


@router.post("/partner/s/{link_id}/read")
async def acknowledge(request: Request, link_id: UUID) -> Response:
    """Tell the school that the person outside has it."""
    ticket = _ticket(request, link_id)
    if ticket:
        await note_as_read(_shares(request).acknowledge(link_id, ticket))
    return go_to(f"/partner/s/{link_id}")


@router.post("/partner/s/{link_id}/answer")
async def answer(request: Request, link_id: UUID, posted: PostedForm) -> Response:
    """Send advice or a question; what was typed stays where it did not go."""
    ticket = _ticket(request, link_id)
    if not ticket:
        return _ask(request, link_id)
    typed = what_was_typed(posted)
    errors = await send_back(typed, partial(_shares(request).answer, link_id, ticket), SAY)
    if errors:
        return await _show(request, link_id, typed=typed, errors=errors)
    return go_to(f"/partner/s/{link_id}?sent=1#sent")


async def _show(
    request: Request,
    link_id: UUID,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    ticket = _ticket(request, link_id)
    if not ticket:
        return _ask(request, link_id)
    try:
        shared = await _shares(request).read_share(link_id, ticket)
    except ServiceProblem:
        return _ask(request, link_id)
    return page(
        request,
        f"partner/shares/{shared.role}.html",
        status=422 if errors else 200,
        shared=shared,
        link_id=link_id,
        typed=typed or {},
        errors=errors or {},
        choices=CHOICES if shared.may_advise else {"asked": CHOICES["asked"]},
        sent=request.query_params.get("sent", ""),
    )


def _ask(request: Request, link_id: UUID, error: str = "", status: int = 200) -> Response:
    said = FRESH if request.query_params.get("fresh") else ""
    return page(
        request, "partner/shares/code.html", status=status, link_id=link_id, error=error, said=said
    )


def _shares(request: Request) -> Shares:
    return Shares(front(request).door("reporting"))


def _ticket(request: Request, link_id: UUID) -> str:
    return ticket_in(request, TICKET_COOKIE, link_id)
