"""Report a concern about an adult, or tell of oneself, on one page."""

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.report.forms import YES_NO_NOT_SURE
from frontend.staff.report.pages import (
    NotSent,
    ReportPage,
    adults_found,
    send_report,
    signed_out,
)
from frontend.staff.report_adult.forms import KINDS, WHO, AdultForm
from frontend.staff.signed_in import SignedIn, Staff, StaffOrNobody
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page

router = APIRouter()

TEMPLATE = "staff/report_adult/report.html"
# It may be about the safeguarding lead.
NOT_THE_LEAD = ("the safeguarding lead", "a safeguarding lead or governor whom it is not about")
FIELDS = {"subject_person_id": "adult_search"}


@router.get("/staff/report/adult")
async def show_form(request: Request, staff: Staff) -> Response:
    """Show the page for a concern about an adult."""
    del staff
    return _show(request, AdultForm(), ReportPage({}))


@router.post("/staff/report/adult/names")
async def search_names(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Search staff as somebody types: names stay out of addresses."""
    form = AdultForm.of(posted)
    shown = ReportPage({}, adults=await adults_found(staff, form.adult_search, form.adult))
    return _show(request, form, shown, fragment="adults")


@router.post("/staff/report/adult")
async def send_form(request: Request, staff: StaffOrNobody, posted: PostedForm) -> Response:
    """Send the report, or give the page back with every word still on it."""
    form = AdultForm.of(posted)
    if staff is None:
        return _show_not_sent(request, form, signed_out())
    if text(posted, "find"):
        return _show(
            request,
            form,
            ReportPage({}, adults=await adults_found(staff, form.adult_search, form.adult)),
        )
    errors = form.errors()
    if errors:
        return _show(request, form, ReportPage(errors), status=422)
    return await _sent(request, staff, form)


async def _sent(request: Request, staff: SignedIn, form: AdultForm) -> Response:
    try:
        receipt = await send_report(staff, form.body(str(staff.person.id)), form.key, FIELDS)
    except NotSent as not_sent:
        return _show_not_sent(request, form, not_sent)
    return go_to(f"/staff/report/sent/{receipt.report_id}")


def _show_not_sent(request: Request, form: AdultForm, why: NotSent) -> Response:
    sentence = why.shown.not_sent.replace(*NOT_THE_LEAD)
    return _show(request, form, replace(why.shown, not_sent=sentence), status=why.status)


def _show(
    request: Request,
    form: AdultForm,
    shown: ReportPage,
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
