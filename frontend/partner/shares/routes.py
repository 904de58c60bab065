"""The page of somebody outside: link and code, then a view made for their role, and answers."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.shares import Shares
from frontend.web.forms import CHARACTERS_AT_MOST, PostedForm, text
from frontend.web.front import front
from frontend.web.pages import go_to, page
from frontend.web.tickets import keep_ticket, ticket_in
from services.shared.errors import NotAllowed

router = APIRouter()

# The ticket stands for the code that was given; it opens this one page for half an hour.
TICKET_COOKIE = "__Host-lantern-share"
EMPTY = "Type the code that the school gave you"
NOT_ANSWERING = "This page is not answering at the moment. Try again, or ring the school."
FRESH = (
    "If the case is still shared with you, a fresh link is on its way to the address that the "
    "school knows. Ring the school for its code."
)
CHOICES = {"advised": "I give advice", "asked": "I have a question"}
CHOOSE = "Choose what you want to send"
WRITE = {"advised": "Write your advice", "asked": "Write your question"}


@router.get("/partner/s/{link_id}")
async def show_share(request: Request, link_id: UUID) -> Response:
    """Show the view to a browser that gave the code, and ask every other one for the code."""
    return await _show(request, link_id)


@router.post("/partner/s/{link_id}")
async def open_share(request: Request, link_id: UUID, posted: PostedForm) -> Response:
    """Take the code; a wrong one gives the page back with a sentence."""
    code = text(posted, "code")
    if not code:
        return _ask(request, link_id, EMPTY, 422)
    try:
        ticket = await _shares(request).open_share(link_id, code[:40])
    except ServiceDown as down:
        return _ask(request, link_id, NOT_ANSWERING, down.status)
    except ServiceProblem as problem:
        return _ask(request, link_id, problem.detail, 422)
    response = go_to(f"/partner/s/{link_id}")
    keep_ticket(response, TICKET_COOKIE, link_id, ticket)
    return response


@router.post("/partner/s/{link_id}/fresh")
async def ask_fresh_link(request: Request, link_id: UUID) -> Response:
    """Ask for a fresh link; the answer is the same for every link."""
    try:
        await _shares(request).ask_fresh_link(link_id)
    except ServiceDown as down:
        return _ask(request, link_id, NOT_ANSWERING, down.status)
    return go_to(f"/partner/s/{link_id}?fresh=1")


@router.post("/partner/s/{link_id}/read")
async def acknowledge(request: Request, link_id: UUID) -> Response:
    """Tell the school that the person outside has it."""
    ticket = _ticket(request, link_id)
    try:
        if ticket:
            await _shares(request).acknowledge(link_id, ticket)
    except ServiceProblem as problem:
        if problem.status != NotAllowed.status:
            raise
    return go_to(f"/partner/s/{link_id}")


@router.post("/partner/s/{link_id}/answer")
async def answer(request: Request, link_id: UUID, posted: PostedForm) -> Response:
    """Send advice or a question; what was typed stays where it did not go."""
    ticket = _ticket(request, link_id)
    if not ticket:
        return _ask(request, link_id)
    typed = {name: text(posted, name) for name in ("act", "words")}
    errors = _errors(typed) or await _refusal(request, link_id, ticket, typed)
    if errors:
        return await _show(request, link_id, typed=typed, errors=errors)
    return go_to(f"/partner/s/{link_id}?sent=1#sent")


def _errors(typed: dict[str, str]) -> dict[str, str]:
    if typed["act"] not in CHOICES:
        return {"act": CHOOSE}
    if not typed["words"]:
        return {"words": WRITE[typed["act"]]}
    if len(typed["words"]) > CHARACTERS_AT_MOST:
        return {"words": "Write at most 10,000 characters"}
    return {}


async def _refusal(
    request: Request, link_id: UUID, ticket: str, typed: dict[str, str]
) -> dict[str, str]:
    try:
        await _shares(request).answer(link_id, ticket, typed["act"], typed["words"])
    except ServiceDown:
        return {"words": NOT_ANSWERING}
    except ServiceProblem as problem:
        return {"words": problem.detail}
    return {}


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
