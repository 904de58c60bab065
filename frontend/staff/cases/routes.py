"""One case: read it, take it, answer it, record what was done, close it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from frontend.clients.case_pages import Case
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.cases.forms import SEVERITIES, ActForm, TaskForm
from frontend.staff.cases.forms_steer import (
    ABOUT,
    AGENCIES,
    ASK_FOR,
    PARTS,
    STEERINGS,
    WAYS,
    SteerForm,
)
from frontend.staff.cases.pages import KEPT_OUT, linked_children, may_be_cleared, steps_of
from frontend.staff.cases.tasks import CLOCKS, FORMS, ROLES, STATES, tasks_of
from frontend.staff.kinds import KINDS, RISK_AREAS
from frontend.staff.people import Found, find_children
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, new_key, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()

NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Your words are still here."


TASK_WORDS = {"roles": ROLES, "clocks": CLOCKS, "states": STATES, "forms": FORMS}
STEER_WORDS = {
    "parts": PARTS,
    "agencies": AGENCIES,
    "ways": WAYS,
    "about": ABOUT,
    "ask_for": ASK_FOR,
}
AnyForm = ActForm | TaskForm | SteerForm
StepKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
SteerName = Annotated[str, Path(pattern=rf"^({'|'.join(STEERINGS)})$")]


class StepAct(StrEnum):
    """What may be recorded about a task."""

    DONE = "done"
    SKIP = "skip"


class ActName(StrEnum):
    """The acts that have a form on the page."""

    TAKE = "take"
    RELEASE = "release"
    ACKNOWLEDGE = "acknowledge"
    TRIAGE = "triage"
    NOTE = "note"
    MESSAGE = "message"
    OUTCOME = "outcome"
    CLOSE = "close"


@router.get("/staff/cases/{case_id}")
async def show_case(request: Request, staff: Staff, case_id: UUID) -> Response:
    """Show one case; reporting records that it was read."""
    return await _case(request, staff, case_id)


@router.post("/staff/cases/{case_id}/device")
async def take_device_for_case(staff: Staff, case_id: UUID, posted: PostedForm) -> Response:
    """Open the page for taking a device, with the opaque link of this case on it."""
    del posted
    link_id = await staff.reporting.link_device(case_id)
    return go_to(f"/staff/devices/take?link={link_id}")


@router.post("/staff/cases/{case_id}/steps/{key}/{act}")
async def record_step(  # noqa: PLR0913, PLR0917  # what FastAPI hands in
    request: Request, staff: Staff, case_id: UUID, key: StepKey, act: StepAct, posted: PostedForm
) -> Response:
    """Record a task as done, or as left out and why."""
    return await _record(request, staff, case_id, TaskForm.of_step(key, act.value, posted))


@router.post("/staff/cases/{case_id}/answers")
async def answer(request: Request, staff: Staff, case_id: UUID, posted: PostedForm) -> Response:
    """Record the answer to one question of the procedure."""
    return await _record(request, staff, case_id, TaskForm.of_answer(posted))


@router.post("/staff/cases/{case_id}/steer/{name}")
async def steer(
    request: Request, staff: Staff, case_id: UUID, name: SteerName, posted: PostedForm
) -> Response:
    """Do one act of steering; the form comes back filled in where something is missing."""
    form = SteerForm.of(name, posted)
    is_finding = bool(text(posted, "find"))
    errors = {} if is_finding else form.errors() or await _refusal(staff, case_id, form)
    if errors or is_finding:
        return await _case(request, staff, case_id, Shown(steered=form, errors=errors))
    return go_to(f"/staff/cases/{case_id}?done={form.name}")


@router.post("/staff/cases/{case_id}/{act}")
async def do_act(
    request: Request, staff: Staff, case_id: UUID, act: ActName, posted: PostedForm
) -> Response:
    """Do one act; where somebody was first, show the case as it is now and say who."""
    form = ActForm.of(act.value, posted)
    errors = {} if text(posted, "find") else form.errors()
    if errors or text(posted, "find"):
        return await _case(request, staff, case_id, Shown(form, errors=errors))
    return await _done(request, staff, case_id, form)


async def _record(request: Request, staff: SignedIn, case_id: UUID, form: TaskForm) -> Response:
    errors = form.errors() or await _refusal(staff, case_id, form)
    if errors:
        return await _case(request, staff, case_id, Shown(task=form, errors=errors))
    return go_to(f"/staff/cases/{case_id}?done=task#procedure")


async def _refusal(
    staff: SignedIn, case_id: UUID, form: ActForm | TaskForm | SteerForm
) -> dict[str, str]:
    """Send a form to reporting; return its sentence where it refuses."""
    try:
        key = form.fields["idempotency_key"] or new_key()
        await staff.reporting.act_on_case(case_id, form.path, form.body(), key)
    except ServiceProblem as problem:
        if problem.status in {NotSignedIn.status, NotThere.status}:
            raise
        return {form.place: problem.detail}
    except ServiceDown:
        return {form.place: NOT_SAVED}
    return {}


async def _done(request: Request, staff: SignedIn, case_id: UUID, form: ActForm) -> Response:
    errors = await _refusal(staff, case_id, form)
    if errors:
        return await _case(request, staff, case_id, Shown(form, errors=errors))
    return go_to(f"/staff/cases/{case_id}?done={form.name}")


@dataclass(frozen=True)
class Shown:
    """What was typed and stays on the page, and what is wrong with it."""

    form: ActForm | None = None
    task: TaskForm | None = None
    steered: SteerForm | None = None
    errors: dict[str, str] = field(default_factory=dict)


NOTHING_TYPED = Shown()


async def _case(
    request: Request,
    staff: SignedIn,
    case_id: UUID,
    shown: Shown = NOTHING_TYPED,
) -> Response:
    """Answer with the case page; what was typed stays on it."""
    form, errors = shown.form, shown.errors
    case = await staff.reporting.case(case_id)
    chosen = form.pupils if form else linked_children(case)
    search = form.fields["child_search"] if form else ""
    return page(
        request,
        "staff/cases/case.html",
        status=422 if errors else 200,
        case=case,
        steps=steps_of(case),
        pupils=[one.display_name for one in case.pupils],
        chosen=chosen,
        found=await find_children(staff, search, {one.id for one in chosen}),
        kept_out_words=KEPT_OUT,
        may_be_cleared=may_be_cleared(case),
        cleared=form.cleared_ids if form else (),
        typed=form.fields if form else {},
        typed_act=form.name if form else "",
        errors=errors,
        done=request.query_params.get("done", ""),
        new_key=new_key,
        severities=SEVERITIES,
        kinds=KINDS,
        risk_areas=RISK_AREAS,
        tasks=tasks_of(case.procedure),
        task=shown.task,
        steered=shown.steered,
        steer_words=STEER_WORDS,
        steer_done={name: one.done for name, one in STEERINGS.items()},
        found_part=await _found_part(staff, shown.steered, case),
        task_words=TASK_WORDS,
    )


async def _found_part(staff: SignedIn, form: SteerForm | None, case: Case) -> Found:
    search = form.fields["child_search"] if form else ""
    return await find_children(staff, search, {str(one.id) for one in case.pupils})
