"""The first page after signing in: what this person can do."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.pages import page

router = APIRouter()


@router.get("/staff")
async def show_home(request: Request, staff: Staff) -> Response:
    """Show what waits and what can be done."""
    return page(request, "staff/home/home.html", alerts=await alerts_of(staff))


async def alerts_of(staff: SignedIn) -> int | None:
    """Return how many alerts wait for this person; None where nobody can say."""
    try:
        return len(await staff.notifications.alerts())
    except (ServiceDown, ServiceProblem):
        return None
