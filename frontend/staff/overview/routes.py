"""The week in my cases: what came, what went, what nobody has touched."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.signed_in import Staff
from frontend.web.pages import page

router = APIRouter()


@router.get("/staff/overview")
async def show_overview(request: Request, staff: Staff) -> Response:
    """Show the week of whoever asks."""
    return page(request, "staff/overview/overview.html", week=await staff.reporting.overview())
