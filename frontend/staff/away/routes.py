"""Who is away: mark somebody, and say that they are back."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, new_key, text
from frontend.web.pages import go_to, page
from services.shared.errors import Malformed, NotThere

router = APIRouter()

AWAY = "/staff/away"
FIELDS = ("person_id", "first_on", "last_on")
MISSING = {
    "person_id": "Choose who is away",
    "first_on": "Enter the first day, such as 27 11 2026",
    "last_on": "Enter the last day, such as 27 11 2026",
}


@router.get(AWAY)
async def show_away(request: Request, staff: Staff) -> Response:
    """Show who is or will be away."""
    return await _away(request, staff, {}, {})


@router.post(AWAY)
async def mark_away(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Let others be asked in this person's place."""
    typed = {name: text(posted, name) for name in FIELDS}
    errors = {name: MISSING[name] for name in FIELDS if not _is_good(name, typed[name])}
    if errors:
        return await _away(request, staff, typed, errors)
    try:
        await staff.accounts.mark_away(typed, text(posted, "idempotency_key") or new_key())
    except ServiceProblem as problem:
        if problem.status != Malformed.status:
            raise
        return await _away(request, staff, typed, {"last_on": problem.detail})
    return go_to(AWAY)


@router.post(f"{AWAY}/back")
async def end_absence(staff: Staff, posted: PostedForm) -> Response:
    """Say that somebody is back."""
    try:
        absence_id = UUID(text(posted, "absence_id"))
    except ValueError:
        raise NotThere from None
    await staff.accounts.end_absence(absence_id)
    return go_to(AWAY)


def _is_good(name: str, value: str) -> bool:
    try:
        UUID(value) if name == "person_id" else date.fromisoformat(value)
    except ValueError:
        return False
    return True


async def _away(
    request: Request, staff: SignedIn, typed: dict[str, str], errors: dict[str, str]
) -> Response:
    return page(
        request,
        "staff/away/list.html",
        status=422 if errors else 200,
        away=await staff.accounts.absences(),
        people=await staff.accounts.staff(),
        typed=typed,
        errors=errors,
        key=new_key(),
    )
