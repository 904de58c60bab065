"""Whether the school is ready for its children: what must stand, and opening it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm
from frontend.web.pages import go_to, page
from services.shared.errors import Refused

router = APIRouter()

READY = "/staff/ready"


@router.get(READY)
async def show_ready(request: Request, staff: Staff) -> Response:
    """Show what must stand before children can tell."""
    return await _ready(request, staff, {})


@router.post(READY)
async def open_school(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Open the school, or show the sentence that says why not."""
    del posted
    try:
        await staff.accounts.open_school()
    except ServiceProblem as problem:
        if problem.status != Refused.status:
            raise
        return await _ready(request, staff, {"open": problem.detail})
    return go_to(READY)


async def _ready(request: Request, staff: SignedIn, errors: dict[str, str]) -> Response:
    return page(
        request,
        "staff/opening/ready.html",
        status=Refused.status if errors else 200,
        opening=await staff.accounts.opening(),
        errors=errors,
    )
