"""What I reported, and what became of it in one word."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.signed_in import Staff
from frontend.web.pages import page

router = APIRouter()


@router.get("/staff/my-reports")
async def show_my_reports(request: Request, staff: Staff) -> Response:
    """Show my reports, newest first."""
    return page(request, "staff/my_reports/list.html", reports=await staff.reporting.my_reports())
