"""The parent's page: a code given by telephone or slip, then plain words about one's own child."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.devices import Devices
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.web.forms import PostedForm, text
from frontend.web.front import front
from frontend.web.pages import go_to, page
from services.shared.errors import NotAllowed

router = APIRouter()

# The ticket stands for the code that was given; it opens this one page for half an hour.
TICKET_COOKIE = "__Host-lantern-notice"
TICKET_SECONDS = 30 * 60
EMPTY = "Type the code that the school office gave you"
NOT_ANSWERING = "This page is not answering at the moment. Try again, or ring the school office."


@router.get("/parent/n/{notice_id}")
async def show_notice(request: Request, notice_id: UUID) -> Response:
    """Show the notice to a browser that gave the code, and ask every other one for the code."""
    ticket = _ticket_for(request, notice_id)
    if not ticket:
        return _ask(request, notice_id)
    try:
        notice = await _devices(request).read_notice(notice_id, ticket)
    except ServiceProblem:
        return _ask(request, notice_id)
    return page(request, "parent/notices/notice.html", notice=notice, notice_id=notice_id)


@router.post("/parent/n/{notice_id}")
async def open_notice(request: Request, notice_id: UUID, posted: PostedForm) -> Response:
    """Take the code; a wrong one gives the page back with a sentence."""
    code = text(posted, "code")
    if not code:
        return _ask(request, notice_id, EMPTY, 422)
    try:
        ticket = await _devices(request).open_notice(notice_id, code[:40])
    except ServiceDown as down:
        return _ask(request, notice_id, NOT_ANSWERING, down.status)
    except ServiceProblem as problem:
        return _ask(request, notice_id, problem.detail, 422)
    response = go_to(f"/parent/n/{notice_id}")
    _keep_ticket(response, notice_id, ticket)
    return response


@router.post("/parent/n/{notice_id}/read")
async def acknowledge_notice(request: Request, notice_id: UUID) -> Response:
    """Tell the school that the parent has read it."""
    try:
        ticket = _ticket_for(request, notice_id)
        await _devices(request).acknowledge_notice(notice_id, ticket)
    except ServiceProblem as problem:
        if problem.status != NotAllowed.status:
            raise
    return go_to(f"/parent/n/{notice_id}")


def _ask(request: Request, notice_id: UUID, error: str = "", status: int = 200) -> Response:
    return page(
        request, "parent/notices/code.html", status=status, notice_id=notice_id, error=error
    )


def _devices(request: Request) -> Devices:
    return Devices(front(request).door("devices"))


def _ticket_for(request: Request, notice_id: UUID) -> str:
    known, _, ticket = request.cookies.get(TICKET_COOKIE, "").partition(".")
    return ticket if known == notice_id.hex else ""


def _keep_ticket(response: Response, notice_id: UUID, ticket: str) -> None:
    response.set_cookie(
        TICKET_COOKIE,
        f"{notice_id.hex}.{ticket}",
        max_age=TICKET_SECONDS,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
