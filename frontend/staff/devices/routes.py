"""Devices: what the school holds, take one, its page, and each act on it."""

from enum import StrEnum
from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.devices import words
from frontend.staff.devices.forms import ActForm, TakeForm
from frontend.staff.devices.pages import (
    NOT_SAVED,
    Shown,
    Wrong,
    device_page,
    take_page,
)
from frontend.staff.people import find_adults, find_children
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()
DEVICES = "/staff/devices"
FIELDS = {"pupil_id": "child_search"}


class Act(StrEnum):
    """The acts that have a form on the page of a device."""

    CONFIRM = "confirm"
    STORE = "store"
    HAND_OVER = "hand-over"
    HOLD = "hold"
    LIFT_HOLD = "lift-hold"
    RETURN = "return"
    COLLECTORS = "collectors"
    KEEP_LONGER = "keep-longer"
    NOTICE = "notice"


class Paper(StrEnum):
    """What can be printed."""

    LABEL_A4 = "label-a4.pdf"
    LABEL_ROLL = "label-62mm.pdf"
    LABEL_DRAWN = "label.svg"
    RECEIPT = "receipt.pdf"
    SIGNATURE = "signature.svg"


# What is asked of devices for each paper: the file, and the paper it is for.
FILES = {
    Paper.LABEL_A4: ("label.pdf", "a4"),
    Paper.LABEL_ROLL: ("label.pdf", "62mm"),
    Paper.LABEL_DRAWN: ("label.svg", None),
    Paper.RECEIPT: ("receipt.pdf", None),
    Paper.SIGNATURE: ("signature.svg", None),
}


@router.get(DEVICES)
async def show_devices(request: Request, staff: Staff) -> Response:
    """List what the school holds now, soonest due first; or what has gone home."""
    state = "returned" if request.query_params.get("show") == "returned" else None
    held = await staff.devices.held(state, request.query_params.get("after"))
    return page(request, "staff/devices/list.html", held=held, state=state, words=words)


@router.get(f"{DEVICES}/rules")
async def show_rules(request: Request, staff: Staff) -> Response:
    """Show the rules about devices, what is advised, and the policies they come from (D-9.1-1)."""
    hand_in = await staff.registers.hand_in()
    return page(request, "staff/devices/rules.html", arrival_words=hand_in.arrival_words)


@router.get(f"{DEVICES}/take")
async def show_take(request: Request, staff: Staff) -> Response:
    """Show the page on which a device is taken."""
    form = TakeForm(link_id=request.query_params.get("link", ""))
    return await take_page(request, staff, form)


@router.post(f"{DEVICES}/take/children")
async def search_children(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Search as somebody types: names stay out of addresses, the roll stays on the server."""
    form = TakeForm.of(posted)
    children = await find_children(staff, form.child_search)
    return await take_page(request, staff, form, children=children)


@router.post(f"{DEVICES}/take")
async def take_device(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Take a device, or give the page back with every answer still on it."""
    form = TakeForm.of(posted)
    if text(posted, "find"):
        children = await find_children(staff, form.child_search)
        return await take_page(request, staff, form, children=children)
    errors = form.errors()
    if errors:
        return await take_page(request, staff, form, Wrong(errors))
    try:
        taken = await staff.devices.take(form.body(), form.key)
    except (ServiceDown, ServiceProblem) as problem:
        return await take_page(request, staff, form, _wrong(problem))
    return go_to(f"{DEVICES}/{taken.device_id}?done=taken")


@router.get("/d/{label_code}")
async def open_label(request: Request, staff: Staff, label_code: str) -> Response:
    """Open the record of a scanned label; any other label says what to do with the device."""
    device_id = await _labelled(staff, label_code)
    if device_id is None:
        return page(request, "staff/devices/label.html", status=NotThere.status)
    return go_to(f"{DEVICES}/{device_id}?done=scanned")


@router.get(DEVICES + "/{device_id}")
async def show_device(request: Request, staff: Staff, device_id: UUID) -> Response:
    """Show one device; devices records that it was read."""
    return await device_page(request, staff, device_id, Shown())


@router.get(DEVICES + "/{device_id}/print/{paper}")
async def print_paper(staff: Staff, device_id: UUID, paper: Paper) -> Response:
    """Pass a label or a receipt on to the browser."""
    file = await staff.devices.file(device_id, *FILES[paper])
    return Response(
        file.content,
        media_type=file.headers["content-type"],
        headers={"Content-Disposition": f'inline; filename="{paper.value}"'},
    )


@router.post(DEVICES + "/{device_id}/hand-over/adults")
async def search_adults(
    request: Request, staff: Staff, device_id: UUID, posted: PostedForm
) -> Response:
    """Search staff as somebody types."""
    return await _found(request, staff, device_id, ActForm.of(Act.HAND_OVER, posted))


@router.post(DEVICES + "/{device_id}/notices/{notice_id}/code")
async def make_new_code(staff: Staff, device_id: UUID, notice_id: UUID) -> Response:
    """Make a new code for a parent's page."""
    await staff.devices.make_new_code(device_id, notice_id)
    return go_to(f"{DEVICES}/{device_id}?done=code#notices")


@router.post(DEVICES + "/{device_id}/notices/{notice_id}/remind")
async def remind_parent(
    request: Request, staff: Staff, device_id: UUID, notice_id: UUID, posted: PostedForm
) -> Response:
    """Remind one parent; whoever presses says that telling them puts no child at risk (G-17)."""
    answer = {"would_telling_put_child_at_risk": text(posted, "would_telling_put_child_at_risk")}
    try:
        await staff.devices.remind(device_id, notice_id, answer)
    except (ServiceDown, ServiceProblem) as problem:
        return await device_page(request, staff, device_id, Shown(wrong=_wrong(problem)))
    return go_to(f"{DEVICES}/{device_id}?done=remind#notices")


@router.post(DEVICES + "/{device_id}/{act}")
async def do_act(
    request: Request, staff: Staff, device_id: UUID, act: Act, posted: PostedForm
) -> Response:
    """Do one act; where somebody was first, show the device as it is now and say who."""
    form = ActForm.of(act, posted)
    if text(posted, "find"):
        return await _found(request, staff, device_id, form)
    errors = form.errors()
    if errors:
        return await device_page(request, staff, device_id, Shown(form, Wrong(errors)))
    try:
        await _carry_out(staff, device_id, form)
    except (ServiceDown, ServiceProblem) as problem:
        return await device_page(request, staff, device_id, Shown(form, _wrong(problem, act)))
    return go_to(f"{DEVICES}/{device_id}?done={act.value}")


async def _labelled(staff: SignedIn, label_code: str) -> UUID | None:
    if not label_code.isalnum():
        return None
    try:
        return await staff.devices.device_with_label(label_code)
    except ServiceProblem as problem:
        if problem.status != NotThere.status:
            raise
        return None


async def _carry_out(staff: SignedIn, device_id: UUID, form: ActForm) -> None:
    if form.act == Act.NOTICE:
        await staff.devices.tell_parent(device_id, form.body())
        return
    if form.act == Act.COLLECTORS:
        # the same letter about the same person is one record, however often it is sent
        same = uuid5(device_id, f"{form.fields['display_name']}|{form.fields['written_on']}")
        await staff.devices.name_collector(device_id, form.body(), str(same))
        return
    await staff.devices.act(device_id, form.act, form.body())


async def _found(request: Request, staff: SignedIn, device_id: UUID, form: ActForm) -> Response:
    adults = await find_adults(staff, form.staff_search)
    return await device_page(request, staff, device_id, Shown(form, adults=adults))


def _wrong(problem: ServiceDown | ServiceProblem, act: str = "") -> Wrong:
    """Return devices' own sentences where they belong on the page."""
    if isinstance(problem, ServiceDown):
        return Wrong(sentence=NOT_SAVED, status=problem.status)
    if problem.status in {NotSignedIn.status, NotThere.status}:
        raise problem
    prefix = f"{act}-" if act else ""
    errors = {prefix + FIELDS.get(one.field, one.field): one.message for one in problem.fields}
    sentence = "" if errors else problem.detail
    return Wrong(errors, sentence, problem.status)
