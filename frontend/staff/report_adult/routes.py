"""Report a concern about an adult, or tell of oneself, on one page."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.people import NOTHING_LOOKED_FOR, Found, find_adults
from frontend.staff.report.forms import YES_NO_NOT_SURE
from frontend.staff.report.pages import IN_DOUBT, NOT_SENT, SIGNED_OUT
from frontend.staff.report_adult.forms import KINDS, WHO, AdultForm
from frontend.staff.signed_in import SignedIn, Staff, StaffOrNobody
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import Malformed, NotSignedIn

router = APIRouter()

TEMPLATE = "staff/report_adult/report.html"
# It may be about the safeguarding lead.
NOT_THE_LEAD = ("the safeguarding lead", "a safeguarding lead or governor whom it is not about")
FIELDS = {"subject_person_id": "adult_search"}


@dataclass(frozen=True)
class Shown:
    """What the page shows beside the form itself."""

    errors: dict[str, str]
    adults: Found = NOTHING_LOOKED_FOR
    not_sent: str = ""
    is_signed_out: bool = False


@router.get("/staff/report/adult")
async def show_form(request: Request, staff: Staff) -> Response:
    """Show the page for a concern about an adult."""
    del staff
    return _show(request, AdultForm(), Shown({}))


@router.post("/staff/report/adult/names")
async def search_names(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Search staff as somebody types: names stay out of addresses."""
    form = AdultForm.of(posted)
    shown = Shown({}, adults=await _adults(staff, form))
    return _show(request, form, shown, fragment="adults")


@router.post("/staff/report/adult")
async def send_form(request: Request, staff: StaffOrNobody, posted: PostedForm) -> Response:
    """Send the report, or give the page back with every word still on it."""
    form = AdultForm.of(posted)
    if staff is None:
        return _signed_out(request, form)
    if text(posted, "find"):
        return _show(request, form, Shown({}, adults=await _adults(staff, form)))
    errors = form.errors()
    if errors:
        return _show(request, form, Shown(errors), status=422)
    return await _sent(request, staff, form)


async def _sent(request: Request, staff: SignedIn, form: AdultForm) -> Response:
    try:
        body = form.body(str(staff.person.id))
        receipt = await staff.reporting.send_staff_report(body, form.key)
    except ServiceDown as down:
        sentence = (IN_DOUBT if down.in_doubt else NOT_SENT).replace(*NOT_THE_LEAD)
        return _show(request, form, Shown({}, not_sent=sentence), status=down.status)
    except ServiceProblem as problem:
        return _refused(request, form, problem)
    staff.remembered.receipts[str(receipt.report_id)] = receipt
    return go_to(f"/staff/report/sent/{receipt.report_id}")


def _refused(request: Request, form: AdultForm, problem: ServiceProblem) -> Response:
    if problem.status == NotSignedIn.status:
        return _signed_out(request, form)
    errors = {FIELDS.get(one.field, one.field): one.message for one in problem.fields}
    if problem.status != Malformed.status or not errors:
        errors = {"happened": problem.detail}
    return _show(request, form, Shown(errors), status=problem.status)


def _signed_out(request: Request, form: AdultForm) -> Response:
    shown = Shown({}, not_sent=SIGNED_OUT, is_signed_out=True)
    return _show(request, form, shown, status=NotSignedIn.status)


async def _adults(staff: SignedIn, form: AdultForm) -> Found:
    return await find_adults(staff, form.adult_search, {form.adult.id} if form.adult else ())


def _show(
    request: Request,
    form: AdultForm,
    shown: Shown,
    *,
    status: int = 200,
    fragment: str | None = None,
) -> Response:
    return page(
        request,
        TEMPLATE,
        fragment=fragment,
        status=status,
        form=form,
        shown=shown,
        errors=shown.errors,
        kinds=KINDS,
        who=WHO,
        yes_no_not_sure=YES_NO_NOT_SURE,
    )
