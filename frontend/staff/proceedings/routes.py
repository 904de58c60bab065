"""Searches, decisions about deletion and quarantines: list, open, look at, act."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.proceedings.deletions import DELETIONS
from frontend.staff.proceedings.forms import Filled, Journey, Question
from frontend.staff.proceedings.pages import Wrong, list_page, new_page, of_kind, one_page
from frontend.staff.proceedings.quarantines import QUARANTINES
from frontend.staff.proceedings.searches import SEARCHES
from frontend.staff.signed_in import Staff
from frontend.web.forms import PostedForm
from frontend.web.pages import go_to
from services.shared.errors import NotThere

router = APIRouter(prefix="/staff")
ANSWERS = "answers"


class Path(StrEnum):
    """The first word of an address below /staff."""

    SEARCHES = "searches"
    DELETIONS = "deletions"
    QUARANTINES = "quarantines"


JOURNEYS = {
    Path.SEARCHES: SEARCHES,
    Path.DELETIONS: DELETIONS,
    Path.QUARANTINES: QUARANTINES,
}


def journey_at(request: Request) -> Journey:
    """Return the kind of proceeding that the address names."""
    return JOURNEYS[Path(request.url.path.split("/")[2])]


Chosen = Annotated[Journey, Depends(journey_at)]


async def show_list(request: Request, staff: Staff, journey: Chosen) -> Response:
    """List what waits for somebody, or everything."""
    is_open = request.query_params.get("show") != "all"
    rows = await of_kind(staff, journey).page(
        is_open=is_open,
        device_id=request.query_params.get("device"),
        cursor=request.query_params.get("after"),
    )
    return list_page(request, journey, rows, is_open=is_open)


async def show_new(request: Request, staff: Staff, journey: Chosen) -> Response:
    """Show the form that opens one."""
    return await new_page(request, staff, journey, Filled("new"))


async def open_new(request: Request, staff: Staff, journey: Chosen, posted: PostedForm) -> Response:
    """Open one, or give the form back with every answer on it."""
    filled = Filled.of("new", journey.opening, posted)
    errors = filled.errors(journey.opening)
    if errors:
        return await new_page(request, staff, journey, filled, Wrong(errors, status=422))
    where, more = _where(journey, request.query_params.get("device"))
    body = filled.body(journey.opening) | more
    try:
        known = await of_kind(staff, journey).open(where, body, filled.key)
    except (ServiceDown, ServiceProblem) as problem:
        return await new_page(request, staff, journey, filled, Wrong.of(problem, "new"))
    return go_to(f"/staff/{journey.path}/{known}?done=new")


async def show_one(request: Request, staff: Staff, journey: Chosen, known: UUID) -> Response:
    """Show one with its gates; devices records that it was read."""
    found = await of_kind(staff, journey).one(known)
    return await one_page(request, staff, journey, found)


async def do_act(request: Request, staff: Staff, journey: Chosen, posted: PostedForm) -> Response:
    """Do one act; where it is refused, show the page as it is now and say why."""
    known, act = _checked(request.path_params["known"]), request.path_params["act"]
    questions = _questions(journey, act)
    filled = Filled.of(act, questions, posted)
    wrong = Wrong(filled.errors(questions), status=422)
    if not wrong.errors:
        try:
            await of_kind(staff, journey).act(known, act, filled.body(questions))
            return go_to(f"/staff/{journey.path}/{known}?done={act}")
        except (ServiceDown, ServiceProblem) as problem:
            wrong = Wrong.of(problem, act)
    found = await of_kind(staff, journey).one(known)
    return await one_page(request, staff, journey, found, (filled, wrong))


def _where(journey: Journey, device: str | None) -> tuple[str, dict[str, str]]:
    """Return where a new one is opened: a search stands below its device."""
    if journey is SEARCHES:
        return f"/devices/{_checked(device)}/searches", {}
    more = {"device_id": str(_checked(device))} if device and journey is DELETIONS else {}
    return f"/{journey.path}", more


def _checked(device: str | None) -> UUID:
    try:
        return UUID(device or "")
    except ValueError:
        raise NotThere from None


def _questions(journey: Journey, act: str) -> tuple[Question, ...]:
    if act == ANSWERS and journey.questions:
        return journey.questions
    known = journey.act(act)
    if known is None:
        raise NotThere
    return known.questions


for _path in Path:
    router.add_api_route(f"/{_path}", show_list, methods=["GET"])
    router.add_api_route(f"/{_path}/new", show_new, methods=["GET"])
    router.add_api_route(f"/{_path}/new", open_new, methods=["POST"])
    router.add_api_route(f"/{_path}/{{known}}", show_one, methods=["GET"])
    router.add_api_route(f"/{_path}/{{known}}/{{act}}", do_act, methods=["POST"])
