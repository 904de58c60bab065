"""The words of a child who chose me."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.signed_in import Staff
from frontend.web.forms import PostedForm, new_key, text
from frontend.web.pages import go_to, page

router = APIRouter()


@router.get("/staff/words")
async def show_children(request: Request, staff: Staff) -> Response:
    """Show the children who chose me."""
    return page(request, "staff/words/list.html", children=await staff.reporting.words())


@router.get("/staff/words/{case_id}")
async def show_words(request: Request, staff: Staff, case_id: UUID) -> Response:
    """Show the words as given, and how to begin."""
    told = await staff.reporting.words_of(case_id)
    return page(request, "staff/words/words.html", told=told, key=new_key())


@router.post("/staff/words/{case_id}/talked")
async def have_talked(staff: Staff, case_id: UUID, posted: PostedForm) -> Response:
    """Record "I have talked with them"; the child sees that somebody has read it."""
    await staff.reporting.talked(case_id, text(posted, "idempotency_key") or new_key())
    return go_to(f"/staff/words/{case_id}")
