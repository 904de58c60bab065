"""Whether messages leave: the worker, what is held, and each channel's provider."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.notifications import Unreached
from frontend.staff.signed_in import Staff
from frontend.web.pages import page

router = APIRouter()

CHANNELS = {
    "email": "The school's mail server",
    "notify_email": "GOV.UK Notify, e-mail",
    "sms": "GOV.UK Notify, text message",
}
REASONS = {
    "server_away": "it cannot be reached",
    "server_slow": "it does not answer in time",
    "server_busy": "it says that it is busy",
    "not_guarded": "its certificate is not good, so nothing is sent through it",
}
ROLES = {
    "dsl": "safeguarding lead",
    "ddsl": "deputy safeguarding lead",
    "head": "head",
    "chair": "chair of governors",
}


def roles_of(one: Unreached) -> str:
    """Return what somebody is at school, in words."""
    return ", ".join(ROLES.get(role, role) for role in one.roles)


@router.get("/staff/sending")
async def show_sending(request: Request, staff: Staff) -> Response:
    """Show whether messages leave, and what to do where they do not."""
    return page(
        request,
        "staff/sending/sending.html",
        sending=await staff.notifications.sending(),
        channels=CHANNELS,
        reasons=REASONS,
        roles_of=roles_of,
    )
