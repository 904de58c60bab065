"""How we work: what happens after a report, every procedure to read, and who has yet to read."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from frontend.clients.how_we_work import HowWeWork
from frontend.clients.http import ServiceProblem
from frontend.staff.cases.tasks import CLOCKS, FORMS, ROLES, SETTINGS
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.advice import read_policy
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotThere, Refused

router = APIRouter()

HOW_WE_WORK: Final = "/staff/how-we-work"
WORDS: Final = {"roles": ROLES, "clocks": CLOCKS, "forms": FORMS}
A_NAME: Final = re.compile(r"[a-z_]{1,60}")


async def _named(procedure_id: str) -> str:
    """Return what a procedure may be called; nothing else becomes an address at the service."""
    if A_NAME.fullmatch(procedure_id) is None:
        raise NotThere
    return procedure_id


ProcedureId = Annotated[str, Depends(_named)]


@router.get(HOW_WE_WORK)
async def show_shelves(request: Request, staff: Staff) -> Response:
    """Show what happens after a report, and every procedure behind it."""
    return page(
        request,
        "staff/how_we_work/shelves.html",
        how=await _asked(staff).shelves(),
        words=WORDS,
        leads=staff.has("head", "dsl", "ddsl", "slt"),
    )


@router.get(f"{HOW_WE_WORK}/policy")
async def show_policy(request: Request, staff: Staff) -> Response:
    """Show the policy in plain words, as families read it."""
    school: Mapping[str, Any] = await staff.accounts.school()
    profile = school["profile"]
    return page(
        request,
        "staff/how_we_work/policy.html",
        topic=read_policy().told_by(profile),
        shelves=(await _asked(staff).outline()).shelves,
        papers=(profile.get("links.policy", ""), profile.get("links.complaints", "")),
    )


@router.get(f"{HOW_WE_WORK}/readers")
async def show_readers(request: Request, staff: Staff) -> Response:
    """Show those who lead who has yet to read what."""
    readers = await _asked(staff).readers()
    return page(request, "staff/how_we_work/readers.html", readers=readers)


@router.get(f"{HOW_WE_WORK}/{{procedure_id}}")
async def show_procedure(request: Request, staff: Staff, procedure_id: ProcedureId) -> Response:
    """Show one procedure as a flow chart, with the receipt."""
    return await _procedure(request, staff, procedure_id)


@router.post(f"{HOW_WE_WORK}/{{procedure_id}}")
async def has_read(
    request: Request, staff: Staff, procedure_id: ProcedureId, posted: PostedForm
) -> Response:
    """Keep that this person has read it; where it changed meanwhile, show it as it is now."""
    try:
        await _asked(staff).has_read(procedure_id, text(posted, "version"))
    except ServiceProblem as problem:
        if problem.status != Refused.status:
            raise
        return await _procedure(request, staff, procedure_id, {"read": problem.detail})
    return go_to(f"{HOW_WE_WORK}/{procedure_id}?said=yes")


async def _procedure(
    request: Request, staff: SignedIn, procedure_id: str, errors: dict[str, str] | None = None
) -> Response:
    return page(
        request,
        "staff/how_we_work/procedure.html",
        status=Refused.status if errors else 200,
        procedure=await _asked(staff).procedure(procedure_id),
        words=WORDS,
        contacts=SETTINGS,
        errors=errors or {},
        said=request.query_params.get("said") == "yes",
    )


def _asked(staff: SignedIn) -> HowWeWork:
    return HowWeWork(staff.reporting.door)
