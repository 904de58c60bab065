"""The page on which a device goes to the police, or comes back from them (dw5)."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from frontend.staff.police.forms import FORMS
from frontend.staff.proceedings.forms import Filled
from frontend.staff.proceedings.pages import NOTHING_WRONG, Wrong
from frontend.staff.signed_in import SignedIn
from frontend.web.pages import page


async def police_page(
    request: Request,
    staff: SignedIn,
    device_id: UUID,
    filled: Filled | None = None,
    wrong: Wrong = NOTHING_WRONG,
) -> Response:
    """Answer with the hand-over, or with the return where the police have the device."""
    device = await staff.devices.device(device_id)
    form = FORMS["back-from-police" if device.state == "with_police" else "hand-to-police"]
    places = {one.name: one.name for one in await staff.devices.places()}
    return page(
        request,
        "staff/police/police.html",
        status=wrong.status,
        device=device,
        form=form,
        places=places,
        filled=filled,
        why=device.may.get(form.may),
        wrong=wrong,
        errors=wrong.errors,
        people={},
    )
