"""The report page: the form, the people who were found, and what to say when it did not go."""

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from frontend.staff.kinds import REPORTED, RISK_AREAS
from frontend.staff.people import NOTHING_LOOKED_FOR, Found
from frontend.staff.report.forms import TOLD, YES_NO_NOT_SURE, ReportForm
from frontend.web.pages import page

TEMPLATE = "staff/report/report.html"
NOT_SENT = (
    "This report was NOT sent: a part of Lantern is not answering. Nothing was saved. Your words "
    "are still on this page. Tell the safeguarding lead in person now, then press Send again."
)
IN_DOUBT = (
    "We do not know whether this report was sent: a part of Lantern stopped answering half-way. "
    "Your words are still on this page. Tell the safeguarding lead in person now, then press Send "
    "again: it stays one report."
)
SIGNED_OUT = (
    "This report was NOT sent: you were signed out because the page rested for a while. Your words "
    "are still on this page. Sign in in a second window, come back here and press Send again."
)


@dataclass(frozen=True)
class ReportPage:
    """Everything that the report page shows beside the form itself."""

    errors: dict[str, str]
    children: Found = NOTHING_LOOKED_FOR
    adults: Found = NOTHING_LOOKED_FOR
    not_sent: str = ""
    is_signed_out: bool = False


def show_report(
    request: Request,
    form: ReportForm,
    shown: ReportPage,
    *,
    status: int = 200,
    fragment: str | None = None,
) -> Response:
    """Answer with the report page, or with the one block of it that HTMX asked for."""
    return page(
        request,
        TEMPLATE,
        fragment=fragment,
        status=status,
        form=form,
        shown=shown,
        errors=shown.errors,
        kinds=REPORTED,
        risk_areas=RISK_AREAS,
        yes_no_not_sure=YES_NO_NOT_SURE,
        told=TOLD,
    )
