"""The school's duty phone: its number, who carries it, when it was last rung (G-33)."""

from datetime import date
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.addresses import Addresses, DutyPhone
from frontend.clients.http import ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import Malformed

router = APIRouter()

DUTY_PHONE: Final = "/staff/duty-phone"
FIELDS: Final = ("number", "carrier_id", "checked_on")
MISSING: Final = {
    "number": "Enter the number of the duty phone",
    "carrier_id": "Choose who carries it",
    "checked_on": "Enter the day on which you rang it, such as 27 11 2026",
}


@router.get(DUTY_PHONE)
async def show_duty_phone(request: Request, staff: Staff) -> Response:
    """Show the duty phone."""
    known = await Addresses(staff.accounts.door).duty_phone()
    typed = {name: str(getattr(known, name) or "") for name in FIELDS}
    return _page(request, known, typed, {})


@router.post(DUTY_PHONE)
async def keep_duty_phone(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Say which phone it is, who carries it and when it was rung."""
    typed = {name: text(posted, name) for name in FIELDS}
    errors = {name: MISSING[name] for name in FIELDS if not _is_good(name, typed[name])}
    if errors:
        return await _show(request, staff, typed, errors)
    try:
        await Addresses(staff.accounts.door).keep_duty_phone(typed)
    except ServiceProblem as problem:
        if problem.status != Malformed.status:
            raise
        found = {one.field: one.message for one in problem.fields} or {"number": problem.detail}
        return await _show(request, staff, typed, found)
    return go_to(DUTY_PHONE)


@router.post(f"{DUTY_PHONE}/end")
async def end_duty_phone(staff: Staff, posted: PostedForm) -> Response:
    """Have no duty phone any more."""
    del posted
    await Addresses(staff.accounts.door).end_duty_phone()
    return go_to(DUTY_PHONE)


def _is_good(name: str, value: str) -> bool:
    try:
        if name == "carrier_id":
            UUID(value)
        if name == "checked_on":
            date.fromisoformat(value)
    except ValueError:
        return False
    return bool(value)


async def _show(
    request: Request, staff: SignedIn, typed: dict[str, str], errors: dict[str, str]
) -> Response:
    known = await Addresses(staff.accounts.door).duty_phone()
    return _page(request, known, typed, errors)


def _page(
    request: Request, phone: DutyPhone, typed: dict[str, str], errors: dict[str, str]
) -> Response:
    return page(
        request,
        "staff/duty_phone/duty-phone.html",
        status=Malformed.status if errors else 200,
        phone=phone,
        typed=typed,
        errors=errors,
    )
