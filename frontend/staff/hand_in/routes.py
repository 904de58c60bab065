"""The daily hand-in: a class's list, one tap in, one tap out; the office's lists."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.hand_in.forms import PermissionForm
from frontend.staff.hand_in.pages import class_page, register_page
from frontend.staff.people import find_children
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()
HAND_IN = "/staff/hand-in"
FIELDS = {"pupil_id": "search"}
NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Try again in a minute."


class Way(StrEnum):
    """Into the school's care, or back to the child."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class ATap:
    """What a tap is: on which list, whose device, which way."""

    class_id: UUID
    pupil_id: UUID
    way: Way


OneTap = Annotated[ATap, Depends()]


@router.get(HAND_IN)
async def choose_class(request: Request, staff: Staff) -> Response:
    """Show the classes to choose from; whoever has one class gets its list at once."""
    hand_in = await staff.registers.hand_in()
    if len(hand_in.classes) == 1:
        return go_to(f"{HAND_IN}/{hand_in.classes[0].id}")
    return page(request, "staff/hand_in/classes.html", hand_in=hand_in)


@router.get(f"{HAND_IN}/left-over")
async def show_left_over(request: Request, staff: Staff) -> Response:
    """Show what was handed in and not collected."""
    left = await staff.registers.left_over()
    return page(request, "staff/hand_in/left-over.html", left=left)


@router.post(f"{HAND_IN}/left-over/{{pupil_id}}")
async def give_left_over(staff: Staff, pupil_id: UUID, posted: PostedForm) -> Response:
    """Give back what was left over."""
    body = {"after": _number(posted.get("after")), "on_date": text(posted, "on_date")}
    await staff.registers.tap(pupil_id, Way.OUT, body)
    return go_to(f"{HAND_IN}/left-over")


@router.get(f"{HAND_IN}/register")
async def show_register(request: Request, staff: Staff) -> Response:
    """Show who may bring a device, and the form for a new entry."""
    return await register_page(request, staff, PermissionForm(), {})


@router.post(f"{HAND_IN}/register")
async def record_permission(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Record a written request or an adjustment, or find the child."""
    form = PermissionForm.of(posted)
    if text(posted, "find"):
        found = await find_children(staff, form.search)
        return await register_page(request, staff, form, {}, found)
    errors = form.errors() or await _recorded(staff, form)
    if errors:
        return await register_page(request, staff, form, errors)
    return go_to(f"{HAND_IN}/register")


async def _recorded(staff: SignedIn, form: PermissionForm) -> dict[str, str]:
    try:
        await staff.registers.record_permission(form.body(), form.key)
    except ServiceDown:
        return {"words": NOT_SAVED}
    except ServiceProblem as problem:
        if problem.status == NotSignedIn.status:
            raise
        told = {FIELDS.get(one.field, one.field): one.message for one in problem.fields}
        return told or {"search": problem.detail}
    return {}


@router.post(f"{HAND_IN}/register/{{permission_id}}/end")
async def end_permission(staff: Staff, permission_id: UUID) -> Response:
    """End a written request or an adjustment."""
    await staff.registers.end_permission(permission_id)
    return go_to(f"{HAND_IN}/register")


@router.get(HAND_IN + "/{class_id}")
async def show_class(request: Request, staff: Staff, class_id: UUID) -> Response:
    """Show the list of one class as it stands."""
    return await class_page(request, await staff.registers.hand_in(class_id))


@router.post(HAND_IN + "/{class_id}/{pupil_id}/{way}")
async def tap(request: Request, staff: Staff, tapped: OneTap, posted: PostedForm) -> Response:
    """Take one device in or give it back; where somebody was first, say who."""
    body = {"after": _number(posted.get("after"))}
    try:
        await staff.registers.tap(tapped.pupil_id, tapped.way, body)
    except ServiceProblem as problem:
        if problem.status in {NotSignedIn.status, NotThere.status}:
            raise
        shown = await staff.registers.hand_in(tapped.class_id)
        return await class_page(request, shown, problem.detail, problem.status)
    if request.headers.get("hx-request") == "true":
        return await class_page(request, await staff.registers.hand_in(tapped.class_id))
    return go_to(f"{HAND_IN}/{tapped.class_id}#child-{tapped.pupil_id}")


def _number(sent: object) -> int:
    """Return how many taps the page had seen; what is no number has seen none."""
    told = str(sent or "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 0  # noqa: PLR2004  # 999
