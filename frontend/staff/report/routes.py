"""Report a concern, on one page."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.reporting import FirstResponse, StaffReceipt
from frontend.staff.kinds import KINDS
from frontend.staff.people import Found, find_children
from frontend.staff.report.forms import ReportForm
from frontend.staff.report.pages import (
    NotSent,
    ReportPage,
    adults_found,
    send_report,
    show_report,
    signed_out,
)
from frontend.staff.signed_in import SignedIn, Staff, StaffOrNobody
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotThere

router = APIRouter()

# Where reporting's word for a field is not the page's.
FIELDS = {
    "pupil_ids": "child_search",
    "concern_type": "risk_area",
    "subject_person_id": "adult_search",
}


@router.get("/staff/report")
async def show_empty_report(request: Request, staff: Staff) -> Response:
    """Show the report page."""
    del staff
    return show_report(request, ReportForm(), ReportPage({}))


@router.post("/staff/report/children")
async def search_children(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Search as somebody types: names stay out of addresses, the roll stays on the server."""
    form = ReportForm.of(posted)
    shown = ReportPage({}, children=await _children(staff, form))
    return show_report(request, form, shown, fragment="children")


@router.post("/staff/report/adults")
async def search_adults(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Search staff as somebody types."""
    form = ReportForm.of(posted)
    shown = ReportPage({}, adults=await adults_found(staff, form.adult_search, form.adult))
    return show_report(request, form, shown, fragment="adults")


@router.post("/staff/report")
async def send_form(request: Request, staff: StaffOrNobody, posted: PostedForm) -> Response:
    """Send the report, or give the page back with every word still on it."""
    form = ReportForm.of(posted)
    if staff is None:
        rested = signed_out()
        return show_report(request, form, rested.shown, status=rested.status)
    if text(posted, "find"):
        return await _found(request, staff, form)
    errors = form.errors()
    if errors:
        return show_report(request, form, ReportPage(errors), status=422)
    return await _sent(request, staff, form)


async def _sent(request: Request, staff: SignedIn, form: ReportForm) -> Response:
    try:
        receipt = await send_report(staff, form.body(), form.key, FIELDS)
    except NotSent as not_sent:
        return show_report(request, form, not_sent.shown, status=not_sent.status)
    return go_to(f"/staff/report/sent/{receipt.report_id}?kind={form.kind}")


@router.get("/staff/report/sent/{report_id}")
async def show_receipt(request: Request, staff: Staff, report_id: UUID) -> Response:
    """Show who has the report now; after a restart, what my reports know of it."""
    receipt = staff.remembered.receipts.get(str(report_id))
    if not isinstance(receipt, StaffReceipt):
        mine = await staff.reporting.my_reports()
        receipt = next((_of_row(row) for row in mine if row.report_id == report_id), None)
    if receipt is None:
        raise NotThere
    card = await _card(staff, request.query_params.get("kind", ""))
    return page(request, "staff/report/sent.html", receipt=receipt, card=card)


async def _card(staff: SignedIn, kind: str) -> FirstResponse | None:
    """Return what to do first and never; a receipt is shown also where it cannot be had."""
    if kind not in KINDS:
        return None
    try:
        return await staff.reporting.first_response(kind)
    except (ServiceDown, ServiceProblem):
        return None


async def _children(staff: SignedIn, form: ReportForm) -> Found:
    return await find_children(staff, form.child_search, {pupil.id for pupil in form.pupils})


def _of_row(row: object) -> StaffReceipt:
    return StaffReceipt.model_validate(row, from_attributes=True)


async def _found(request: Request, staff: SignedIn, form: ReportForm) -> Response:
    """Answer a Find button: the same page, with whom it found."""
    shown = ReportPage(
        {},
        children=await _children(staff, form),
        adults=await adults_found(staff, form.adult_search, form.adult),
    )
    return show_report(request, form, shown)
