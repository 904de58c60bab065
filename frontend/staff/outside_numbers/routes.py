"""Numbers outside the school: who checked each of them, when and how."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceProblem
from frontend.clients.outside_numbers import OutsideNumber, OutsideNumbers
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, new_key, text
from frontend.web.pages import go_to, page
from services.shared.errors import Malformed, NotThere

router = APIRouter()

NUMBERS: Final = "/staff/outside-numbers"
FIELDS: Final = ("name", "phone", "owner", "email", "checked_on", "how")
KINDS: Final = {
    "lado": "The LADO (allegations about adults who work with children)",
    "front_door": "Children's social care",
    "front_door_out_of_hours": "Children's social care, evenings and weekends",
    "police": "The police, where it is no emergency",
    "safeguarding_advice": "Safeguarding advice for schools",
}
WAYS: Final = {
    "rang": "I rang it and they answered",
    "website": "It stands on their own website",
    "in_writing": "They told us in writing",
}
MISSING: Final = {
    "checked_on": "Enter the day on which you checked it, such as 27 11 2026",
    "how": "Say how you checked it",
}


@router.get(NUMBERS)
async def show_numbers(request: Request, staff: Staff, done: str = "") -> Response:
    """Show every number, and what is missing."""
    numbers = await _numbers(staff).all()
    return page(
        request,
        "staff/outside_numbers/list.html",
        numbers=numbers,
        kinds=KINDS,
        ways=WAYS,
        done=done in KINDS,
    )


@router.get(f"{NUMBERS}/{{who}}")
async def show_number(request: Request, staff: Staff, who: str) -> Response:
    """Show one number as a form."""
    known = await _one(staff, who)
    typed = {name: str(getattr(known, name) or "") for name in FIELDS[:4]}
    return _form(request, who, typed, {})


@router.post(f"{NUMBERS}/{{who}}")
async def check_number(request: Request, staff: Staff, who: str, posted: PostedForm) -> Response:
    """Keep a number that somebody has checked, or show what is wrong with it."""
    if who not in KINDS:
        raise NotThere
    typed = {name: text(posted, name) for name in FIELDS}
    errors = {name: MISSING[name] for name in MISSING if not _is_good(name, typed[name])}
    if errors:
        return _form(request, who, typed, errors)
    try:
        await _numbers(staff).check(who, typed, text(posted, "idempotency_key") or new_key())
    except ServiceProblem as problem:
        if problem.status != Malformed.status:
            raise
        found = {one.field: one.message for one in problem.fields} or {"phone": problem.detail}
        return _form(request, who, typed, found)
    return go_to(f"{NUMBERS}?done={who}")


def _numbers(staff: SignedIn) -> OutsideNumbers:
    return OutsideNumbers(staff.accounts.door)


async def _one(staff: SignedIn, who: str) -> OutsideNumber:
    found = [one for one in await _numbers(staff).all() if one.who == who]
    if not found:
        raise NotThere
    return found[0]


def _is_good(name: str, value: str) -> bool:
    if name == "how":
        return value in WAYS
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _form(
    request: Request, who: str, typed: Mapping[str, str], errors: Mapping[str, str]
) -> Response:
    return page(
        request,
        "staff/outside_numbers/one.html",
        status=Malformed.status if errors else 200,
        who=who,
        kind=KINDS[who],
        ways=WAYS,
        typed=typed,
        errors=errors,
        key=new_key(),
    )
