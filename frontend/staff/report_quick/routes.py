"""Report one kind of thing in a minute: the right form, with what to do first beside it."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.reporting import FirstResponse
from frontend.staff.kinds import QUICK
from frontend.staff.people import find_children
from frontend.staff.report.forms import YES_NO_NOT_SURE
from frontend.staff.report.pages import IN_DOUBT, NOT_SENT, ReportPage
from frontend.staff.report_quick.forms import EQUIPMENT, PLACES, QuickForm
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn

router = APIRouter()

QuickKind = Annotated[str, Path(pattern=f"^({'|'.join(QUICK)})$")]
# Technicians and governors learn no names (G-22): they describe, and the lead finds the child.
SEE_NAMES = ("head", "dsl", "ddsl", "slt", "office", "teacher", "assistant")


@router.get("/staff/report/kinds")
async def show_kinds(request: Request, staff: Staff) -> Response:
    """Show the doors to the short forms."""
    del staff
    return page(request, "staff/report_quick/kinds.html", kinds=QUICK)


@router.get("/staff/report/kinds/{kind}")
async def show_form(request: Request, staff: Staff, kind: QuickKind) -> Response:
    """Show the short form of one kind, and what to do first."""
    card = await staff.reporting.first_response(kind)
    return await _show(request, staff, (QuickForm(), card), ReportPage({}))


@router.post("/staff/report/kinds/{kind}")
async def send_form(
    request: Request, staff: Staff, kind: QuickKind, posted: PostedForm
) -> Response:
    """Send the report, or give the page back with every word still on it."""
    card = await staff.reporting.first_response(kind)
    form = QuickForm.of(posted, card)
    if text(posted, "find"):
        chosen = {one.id for one in form.pupils}
        found = await find_children(staff, form.child_search, chosen)
        return await _show(request, staff, (form, card), ReportPage({}, children=found))
    errors = form.errors()
    if errors:
        return await _show(request, staff, (form, card), ReportPage(errors), status=422)
    return await _sent(request, staff, form, card)


async def _sent(
    request: Request, staff: SignedIn, form: QuickForm, card: FirstResponse
) -> Response:
    try:
        receipt = await staff.reporting.send_staff_report(form.body(card), form.key)
    except ServiceDown as down:
        shown = ReportPage({}, not_sent=IN_DOUBT if down.in_doubt else NOT_SENT)
        return await _show(request, staff, (form, card), shown, status=down.status)
    except ServiceProblem as problem:
        if problem.status == NotSignedIn.status:
            raise
        shown = ReportPage({"happened": problem.detail})
        return await _show(request, staff, (form, card), shown, status=problem.status)
    staff.remembered.receipts[str(receipt.report_id)] = receipt
    return go_to(f"/staff/report/sent/{receipt.report_id}?kind={card.kind}")


async def _show(
    request: Request,
    staff: SignedIn,
    what: tuple[QuickForm, FirstResponse],
    shown: ReportPage,
    *,
    status: int = 200,
) -> Response:
    form, card = what
    return page(
        request,
        "staff/report_quick/form.html",
        status=status,
        form=form,
        card=card,
        title=QUICK[card.kind],
        shown=shown,
        errors=shown.errors,
        yes_no_not_sure=YES_NO_NOT_SURE,
        places=PLACES,
        equipment=EQUIPMENT,
        sees_names=staff.has(*SEE_NAMES),
    )
