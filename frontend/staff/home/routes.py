"""The first page after signing in: what this person can do."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.signed_in import Staff, waiting_alerts
from frontend.web.pages import page

router = APIRouter()


@router.get("/staff")
async def show_home(request: Request, staff: Staff) -> Response:
    """Show what waits and what can be done; `alerts` is None where nobody can say."""
    waiting = await waiting_alerts(request, staff)
    more = sum(one.more for one in getattr(request.state, "alerts", None) or ())
    return page(request, "staff/home/home.html", alerts=waiting, more=more)
