"""Where devices are kept: the places, their room, and counting them."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.staff.stores.forms import KINDS, CountForm, StoreForm
from frontend.web.forms import PostedForm
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()
STORES = "/staff/stores"
NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Try again in a minute."


@router.get(STORES)
async def show_stores(request: Request, staff: Staff) -> Response:
    """Show the places with their room and newest counts."""
    return await _list(request, staff, StoreForm(), {})


@router.post(STORES)
async def add_store(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Add a place."""
    form = StoreForm.of(posted)
    errors = form.errors()
    if not errors:
        try:
            await staff.registers.add_store(form.body())
        except (ServiceDown, ServiceProblem) as problem:
            errors = _told(problem, "name")
    return await _list(request, staff, form, errors) if errors else go_to(STORES)


@router.get(STORES + "/{place_id}")
async def show_store(request: Request, staff: Staff, place_id: UUID) -> Response:
    """Show one place, what should lie there, and its counts."""
    return await _store(request, staff, place_id, CountForm(), {})


@router.post(STORES + "/{place_id}")
async def count_store(
    request: Request, staff: Staff, place_id: UUID, posted: PostedForm
) -> Response:
    """Write a count down; a difference comes back with the question why."""
    form = CountForm.of(posted)
    errors = form.errors()
    if not errors:
        try:
            await staff.registers.count_store(place_id, form.body(), form.key)
        except (ServiceDown, ServiceProblem) as problem:
            errors = _told(problem, "found")
    if errors:
        return await _store(request, staff, place_id, form, errors)
    return go_to(f"{STORES}/{place_id}?done=counted")


async def _list(
    request: Request, staff: SignedIn, form: StoreForm, errors: dict[str, str]
) -> Response:
    return page(
        request,
        "staff/stores/list.html",
        status=422 if errors else 200,
        stores=await staff.registers.stores(),
        typed=form,
        errors=errors,
        kinds=KINDS,
    )


async def _store(
    request: Request, staff: SignedIn, place_id: UUID, form: CountForm, errors: dict[str, str]
) -> Response:
    return page(
        request,
        "staff/stores/store.html",
        status=422 if errors else 200,
        store=await staff.registers.store(place_id),
        key=form.key,
        typed=form,
        errors=errors,
        kinds=KINDS,
        done="done" in request.query_params and not errors,
    )


def _told(problem: ServiceDown | ServiceProblem, field: str) -> dict[str, str]:
    if isinstance(problem, ServiceDown):
        return {field: NOT_SAVED}
    if problem.status in {NotSignedIn.status, NotThere.status}:
        raise problem
    return {one.field: one.message for one in problem.fields} or {field: problem.detail}
