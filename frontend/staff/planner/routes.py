"""The planner: what waits in all the cases that somebody reads, by when."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.reporting_planner import Planned
from frontend.staff.cases.tasks import ROLES
from frontend.staff.signed_in import Staff
from frontend.web.pages import page

router = APIRouter()

GROUPS = {
    "overdue": "Overdue",
    "today": "Today",
    "this_week": "This week",
    "waiting": "Waiting for others",
    "later": "Later, or without a day",
}


@router.get("/staff/planner")
async def show_planner(request: Request, staff: Staff, after: str | None = None) -> Response:
    """Show what waits, most pressing first."""
    planner = await staff.reporting.planner(after)
    groups: dict[str, list[Planned]] = {}
    for one in planner.items:
        groups.setdefault(one.when, []).append(one)
    return page(
        request,
        "staff/planner/planner.html",
        planner=planner,
        groups=[(GROUPS[key], key, groups[key]) for key in GROUPS if key in groups],
        roles=ROLES,
        is_first=after is None,
    )
