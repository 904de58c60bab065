"""With whom a case is shared: the list, a new share, a fresh link, the end of one."""

from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, new_key, text
from frontend.web.pages import go_to, page
from services.shared import clock
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()

NAMED = ("role", "name", "organisation", "email", "phone", "ends_on", "reason", "facts")
FIELDS = (*NAMED, "version", "idempotency_key")
ROLES = {
    "lado": ("LADO", "Reads the allegation, the chronology and who works on it."),
    "police": ("Police", "Read only the facts that you write for them here."),
    "governor": ("Governor", "Sees numbers only: no names, no words."),
}
NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Your words are still here."
DONE = {
    "shared": "They get a message with a link now. Ring them and read out the code.",
    "link": "A new link goes to them now. Ring them and read out its code.",
    "revoke": "The share has ended. Its link opens nothing any more.",
}
USUAL_TIME = timedelta(days=28)
_GONE = {NotSignedIn.status, NotThere.status}


class ShareAct(StrEnum):
    """What can be done with a share."""

    LINK = "link"
    REVOKE = "revoke"


@router.get("/staff/cases/{case_id}/shares")
async def show_shares(request: Request, staff: Staff, case_id: UUID) -> Response:
    """Show with whom the case is shared and what came back; the read is recorded."""
    return await _page(request, staff, case_id)


@router.get("/staff/cases/{case_id}/shares/referral.pdf")
async def print_referral(staff: Staff, case_id: UUID) -> Response:
    """Pass the printed referral to the LADO on to the browser."""
    headers = {"Content-Disposition": 'inline; filename="referral.pdf"'}
    content = await staff.shares.referral(case_id)
    return Response(content, media_type="application/pdf", headers=headers)


@router.post("/staff/cases/{case_id}/shares")
async def share(request: Request, staff: Staff, case_id: UUID, posted: PostedForm) -> Response:
    """Share the case with one named person; a refusal keeps what was typed."""
    typed = {name: text(posted, name) for name in FIELDS}
    try:
        await staff.shares.share(case_id, _body(typed), typed["idempotency_key"] or new_key())
    except (ServiceProblem, ServiceDown) as problem:
        return await _page(request, staff, case_id, typed, _errors(problem))
    return go_to(f"/staff/cases/{case_id}/shares?done=shared")


@router.post("/staff/cases/{case_id}/shares/{share_id}/{act}")
async def act_on_share(
    request: Request, staff: Staff, case_id: UUID, share_id: UUID, act: ShareAct
) -> Response:
    """Make a new link, or end the share at once."""
    try:
        await staff.shares.act(case_id, share_id, act.value)
    except (ServiceProblem, ServiceDown) as problem:
        errors = {"shared": _errors(problem)["shares-form"]}
        return await _page(request, staff, case_id, errors=errors)
    return go_to(f"/staff/cases/{case_id}/shares?done={act.value}")


def _body(typed: dict[str, str]) -> dict[str, Any]:
    version = int(typed["version"]) if typed["version"].isdecimal() else 0
    named = {name: typed[name] for name in NAMED}
    return named | {"version": version, "ends_on": typed["ends_on"] or None}


def _errors(problem: ServiceProblem | ServiceDown) -> dict[str, str]:
    if isinstance(problem, ServiceDown):
        return {"shares-form": NOT_SAVED}
    if problem.status in _GONE:
        raise problem
    named = {one.field: one.message for one in problem.fields if one.field in NAMED}
    return named or {"shares-form": problem.detail}


async def _page(
    request: Request,
    staff: SignedIn,
    case_id: UUID,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    shares = await staff.shares.page(case_id)
    return page(
        request,
        "staff/shares/shares.html",
        status=422 if errors else 200,
        shares=shares,
        typed=typed or _first(),
        errors=errors or {},
        roles=ROLES,
        done=DONE.get(request.query_params.get("done", ""), ""),
        new_key=new_key,
    )


def _first() -> dict[str, str]:
    """Return what a new form begins with: four weeks."""
    return {"ends_on": (clock.now() + USUAL_TIME).date().isoformat()}
