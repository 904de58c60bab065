"""School tablets: set one up as the second step of signing in, or take that away again."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, new_key, text
from frontend.web.pages import go_to, page
from frontend.web.session import give_tablet, tablet_of
from services.shared.errors import Malformed, NotThere

router = APIRouter()

TABLETS = "/staff/tablets"
NAME_AT_MOST = 60
NAME_MISSING = "Give this tablet a name that is written on it, such as “Year 4 tablet 2”"
NAME_TOO_LONG = "Choose a name of at most 60 characters"


@router.get(TABLETS)
async def show_tablets(request: Request, staff: Staff) -> Response:
    """Show the school's tablets."""
    return await _tablets(request, staff, {})


@router.post(TABLETS)
async def enrol_this_tablet(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Enrol the device that this page is open on; its secret goes into its own cookie."""
    name = text(posted, "name")
    if not name or len(name) > NAME_AT_MOST:
        sentence = NAME_TOO_LONG if name else NAME_MISSING
        return await _tablets(request, staff, {"name": sentence}, name)
    try:
        tablet = await staff.accounts.enrol_tablet(name, text(posted, "idempotency_key"))
    except ServiceProblem as problem:
        if problem.status != Malformed.status:
            raise
        return await _tablets(request, staff, {"name": problem.detail}, name)
    response = go_to(TABLETS)
    if tablet.secret is not None:
        give_tablet(response, tablet.secret)
    return response


@router.post(f"{TABLETS}/revoke")
async def revoke_tablet(staff: Staff, posted: PostedForm) -> Response:
    """Make a tablet an ordinary one again, at once."""
    try:
        tablet_id = UUID(text(posted, "tablet_id"))
    except ValueError:
        raise NotThere from None
    await staff.accounts.revoke_tablet(tablet_id)
    return go_to(TABLETS)


async def _tablets(
    request: Request, staff: SignedIn, errors: dict[str, str], name: str = ""
) -> Response:
    return page(
        request,
        "staff/tablets/list.html",
        status=422 if errors else 200,
        tablets=await staff.accounts.tablets(),
        is_enrolled=tablet_of(request) is not None,
        errors=errors,
        name=name,
        key=new_key(),
    )
