"""The inbox: the cases that wait, most pressing first, live."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.kinds import KINDS
from frontend.staff.live import tell_changes_of
from frontend.staff.signed_in import QuietStaff, SignedIn, Staff, waiting_alerts
from frontend.web.pages import page

router = APIRouter()


@router.get("/staff/inbox")
async def show_inbox(request: Request, staff: Staff, after: str | None = None) -> Response:
    """Show the cases that this person may read."""
    return await _inbox(request, staff, after)


@router.get("/staff/inbox/list")
async def show_list(request: Request, staff: QuietStaff) -> Response:
    """Show the list alone, when the stream said that something changed."""
    return await _inbox(request, staff, None)


@router.get("/staff/inbox/changes")
async def tell_changes(request: Request, staff: QuietStaff) -> Response:
    """Say "changed", never what; ends with the token, and the browser asks again."""
    return tell_changes_of(request, staff.reporting.changes())


async def _inbox(request: Request, staff: SignedIn, after: str | None) -> Response:
    return page(
        request,
        "staff/inbox/inbox.html",
        fragment="cases",
        inbox=await staff.reporting.inbox(after),
        alerts=await waiting_alerts(request, staff),
        is_first=after is None,
        kinds=KINDS,
    )
