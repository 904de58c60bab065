"""What this person is asked to do, and the team's action plan: read, answer, tick off."""

from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import CHARACTERS_AT_MOST, PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()

TASKS = "/staff/tasks"
PLAN = "/staff/action-plan"
WRITE_FIRST = "Write down what was done first"
TOO_LONG = "Write at most 10,000 characters"
NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Your words are still here."


class Place(StrEnum):
    """The page on which somebody answers."""

    TASKS = "tasks"
    PLAN = "action-plan"


@router.get(TASKS)
async def show_tasks(request: Request, staff: Staff, after: str | None = None) -> Response:
    """Show what this person is asked to do."""
    return await _tasks(request, staff, after)


@router.get(PLAN)
async def show_plan(
    request: Request, staff: Staff, after: str | None = None, *, done: bool = False
) -> Response:
    """Show the action plan: what is open, what is overdue, and apart what is ticked off."""
    return await _plan(request, staff, after, is_done=done)


# One route for each place: a word for both would catch the forms of every other page too.
@router.post(f"{TASKS}/{{assignment_id}}")
async def answer_task(
    request: Request, staff: Staff, assignment_id: UUID, posted: PostedForm
) -> Response:
    """Write down what came of something that was asked of this person."""
    return await _answer(request, staff, Place.TASKS, assignment_id, posted)


@router.post(f"{PLAN}/{{assignment_id}}")
async def answer_plan(
    request: Request, staff: Staff, assignment_id: UUID, posted: PostedForm
) -> Response:
    """Write down what came of a line of the action plan."""
    return await _answer(request, staff, Place.PLAN, assignment_id, posted)


async def _answer(
    request: Request, staff: SignedIn, place: Place, assignment_id: UUID, posted: FormData
) -> Response:
    """Write down what came of one assignment; the words stay where it is refused."""
    words = text(posted, "words")
    sentence = _wrong(words) or await _refusal(staff, assignment_id, words)
    if not sentence:
        return go_to(f"/staff/{place.value}?said=yes")
    shown = _plan if place is Place.PLAN else _tasks
    field = f"words-{assignment_id}"
    return await shown(request, staff, None, typed={field: words}, errors={field: sentence})


def _wrong(words: str) -> str:
    if not words:
        return WRITE_FIRST
    return TOO_LONG if len(words) > CHARACTERS_AT_MOST else ""


async def _refusal(staff: SignedIn, assignment_id: UUID, words: str) -> str:
    try:
        await staff.assignments.answer(assignment_id, words)
    except ServiceProblem as problem:
        if problem.status in {NotSignedIn.status, NotThere.status}:
            raise
        return problem.detail
    except ServiceDown:
        return NOT_SAVED
    return ""


async def _tasks(
    request: Request,
    staff: SignedIn,
    after: str | None,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    return page(
        request,
        "staff/assignments/mine.html",
        status=422 if errors else 200,
        listed=await staff.assignments.mine(after),
        typed=typed or {},
        errors=errors or {},
        said=request.query_params.get("said") == "yes",
    )


async def _plan(  # noqa: PLR0913  # which page of the plan, and what was typed on it
    request: Request,
    staff: SignedIn,
    after: str | None,
    *,
    is_done: bool = False,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    return page(
        request,
        "staff/assignments/plan.html",
        status=422 if errors else 200,
        listed=await staff.assignments.plan(is_done=is_done, cursor=after),
        is_done=is_done,
        typed=typed or {},
        errors=errors or {},
        said=request.query_params.get("said") == "yes",
    )
