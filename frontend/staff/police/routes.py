"""The police: a device goes to a named officer, and comes back."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.police.forms import FORMS
from frontend.staff.police.pages import police_page
from frontend.staff.proceedings.forms import Filled
from frontend.staff.proceedings.pages import Wrong
from frontend.staff.signed_in import Staff
from frontend.web.forms import PostedForm
from frontend.web.pages import go_to
from services.shared.errors import NotThere

router = APIRouter(prefix="/staff/police")


@router.get("/{device_id}")
async def show_police(request: Request, staff: Staff, device_id: UUID) -> Response:
    """Show the hand-over to the police, or the return from them."""
    return await police_page(request, staff, device_id)


@router.post("/{device_id}/{act}")
async def do_act(
    request: Request, staff: Staff, device_id: UUID, act: str, posted: PostedForm
) -> Response:
    """Hand it over or take it back, or give the form back with every answer on it."""
    form = FORMS.get(act)
    if form is None:
        raise NotThere
    filled = Filled.of(act, form.questions, posted)
    errors = filled.errors(form.questions)
    if errors:
        return await police_page(request, staff, device_id, filled, Wrong(errors, status=422))
    try:
        await staff.devices.act(device_id, act, _body(filled))
    except (ServiceDown, ServiceProblem) as problem:
        return await police_page(request, staff, device_id, filled, Wrong.of(problem, act))
    return go_to(f"/staff/devices/{device_id}?done={act}")


def _body(filled: Filled) -> dict[str, object]:
    return dict(filled.fields) | {"confirmed_no_code": filled.confirmed_no_code}
