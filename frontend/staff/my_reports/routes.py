"""What I reported, what became of it in one word, and the messages about it."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import CHARACTERS_AT_MOST, PostedForm, new_key, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()

NOT_SENT = "Nothing was sent: a part of Lantern is not answering. Your words are still here."


@router.get("/staff/my-reports")
async def show_my_reports(request: Request, staff: Staff) -> Response:
    """Show my reports, newest first."""
    return page(request, "staff/my_reports/list.html", reports=await staff.reporting.my_reports())


@router.get("/staff/my-reports/{report_id}")
async def show_my_report(request: Request, staff: Staff, report_id: UUID) -> Response:
    """Show one of my reports and the messages about it."""
    return await _one(request, staff, report_id)


@router.post("/staff/my-reports/{report_id}")
async def write_back(
    request: Request, staff: Staff, report_id: UUID, posted: PostedForm
) -> Response:
    """Send what I write back; my words stay on the page where it does not arrive."""
    typed = text(posted, "text")
    key = text(posted, "idempotency_key") or new_key()
    sentence = _why_not(typed) or await _refusal(staff, report_id, typed, key)
    if sentence:
        return await _one(request, staff, report_id, typed, sentence)
    return go_to(f"/staff/my-reports/{report_id}?done=1")


def _why_not(typed: str) -> str | None:
    if len(typed) > CHARACTERS_AT_MOST:
        return "Write at most 10,000 characters"
    return None if typed else "Write your answer first"


async def _refusal(staff: SignedIn, report_id: UUID, typed: str, key: str) -> str | None:
    try:
        await staff.reporting.messages.answer(report_id, typed, key)
    except ServiceProblem as problem:
        if problem.status in {NotSignedIn.status, NotThere.status}:
            raise
        return problem.detail
    except ServiceDown:
        return NOT_SENT
    return None


async def _one(
    request: Request, staff: SignedIn, report_id: UUID, typed: str = "", sentence: str = ""
) -> Response:
    return page(
        request,
        "staff/my_reports/one.html",
        status=422 if sentence else 200,
        report=await staff.reporting.messages.of_report(report_id),
        typed=typed,
        errors={"text": sentence} if sentence else {},
        done=request.query_params.get("done", ""),
        key=new_key(),
    )
