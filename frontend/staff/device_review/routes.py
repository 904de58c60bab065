"""The yearly review of confiscations and searches, as a page and as PDF."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.signed_in import Staff
from frontend.web.pages import page

router = APIRouter()
REVIEW = "/staff/device-review"
NO_DAY = "One of the days could not be read. The whole school year is shown."


@router.get(REVIEW)
async def show_review(request: Request, staff: Staff) -> Response:
    """Show the counts of a period; this school year unless two days are given."""
    period, sentence = _period(request.query_params)
    review = await staff.registers.review(period)
    return page(
        request,
        "staff/device_review/review.html",
        review=review,
        sentence=sentence,
        status=422 if sentence else 200,
    )


@router.get(f"{REVIEW}/review.pdf")
async def print_review(request: Request, staff: Staff) -> Response:
    """Pass the printed review on to the browser."""
    period, _ = _period(request.query_params)
    headers = {"Content-Disposition": 'inline; filename="review.pdf"'}
    content = await staff.registers.review_paper(period)
    return Response(content, media_type="application/pdf", headers=headers)


def _period(given: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the days that can be read, and a sentence where one cannot."""
    period: dict[str, str] = {}
    sentence = ""
    for name in ("since", "until"):
        day = given.get(name, "")
        try:
            period |= {name: date.fromisoformat(day).isoformat()} if day else {}
        except ValueError:
            sentence = NO_DAY
    return period, sentence
