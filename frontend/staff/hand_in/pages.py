"""The pages of the daily hand-in, filled."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from frontend.clients.device_registers import HandIn
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.hand_in.forms import KINDS, PermissionForm
from frontend.staff.people import NOTHING_LOOKED_FOR, Found
from frontend.staff.signed_in import SignedIn
from frontend.web.pages import page


async def class_page(
    request: Request, hand_in: HandIn, sentence: str = "", status: int = 200
) -> Response:
    """Answer with the list of a class; HTMX gets the list alone."""
    return page(
        request,
        "staff/hand_in/class.html",
        fragment="list",
        status=status,
        hand_in=hand_in,
        sentence=sentence,
    )


async def register_page(
    request: Request,
    staff: SignedIn,
    form: PermissionForm,
    errors: dict[str, str],
    found: Found = NOTHING_LOOKED_FOR,
) -> Response:
    """Answer with the two registers and the form for a new entry."""
    return page(
        request,
        "staff/hand_in/register.html",
        status=422 if errors else 200,
        form=form,
        errors=errors,
        found=found,
        kinds=KINDS,
        permissions=await staff.registers.permissions(),
        guardians=await _guardians(staff, form.pupil_id),
    )


async def _guardians(staff: SignedIn, pupil_id: UUID | None) -> dict[str, str]:
    """Return the adults who may ask for this child, by id; none where accounts is away."""
    if pupil_id is None:
        return {}
    try:
        child = await staff.accounts.pupil(pupil_id)
    except (ServiceDown, ServiceProblem):
        return {}
    return {
        str(one.id): f"{one.display_name}, {one.relationship.lower()}"
        for one in child.guardians
        if not one.is_barred
    }
