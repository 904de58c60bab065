"""My quiet times: when mail about what can wait should wait."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.notifications import QuietTimes
from frontend.staff.signed_in import Staff
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page

router = APIRouter()

MY_ALERTS = "/staff/my-alerts"


@router.get(MY_ALERTS)
async def show_quiet_times(request: Request, staff: Staff) -> Response:
    """Show the person's quiet times."""
    quiet = await staff.notifications.quiet_times()
    return page(request, "staff/my_alerts/quiet.html", quiet=quiet)


@router.post(MY_ALERTS)
async def keep_quiet_times(staff: Staff, posted: PostedForm) -> Response:
    """Keep the person's quiet times."""
    wanted = QuietTimes(
        quiet_in_class=text(posted, "quiet_in_class") == "yes",
        quiet_evenings=text(posted, "quiet_evenings") == "yes",
    )
    await staff.notifications.keep_quiet_times(wanted)
    return go_to(MY_ALERTS)
