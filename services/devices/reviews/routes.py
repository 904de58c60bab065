"""The yearly review over HTTP."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from services.devices.keys.actions import AtDesk
from services.devices.reviews import actions, queries
from services.devices.reviews.schemas import Review
from services.shared.callers import Leadership

router = APIRouter(prefix="/reviews", tags=["reviews"])


@router.get("/devices")
async def show_review(
    _caller: Leadership, desk: AtDesk, since: date | None = None, until: date | None = None
) -> Review:
    """Count confiscations and searches; groups under five are merged."""
    return await queries.review_of(desk, since, until)


@router.get("/devices.pdf")
async def print_review(
    _caller: Leadership, desk: AtDesk, since: date | None = None, until: date | None = None
) -> Response:
    """Print the same counts."""
    return Response(await actions.print_review(desk, since, until), media_type="application/pdf")
