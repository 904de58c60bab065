"""The report page: the form, the people who were found, and what to say when it did not go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.reporting import StaffReceipt
from frontend.staff.kinds import REPORTED, RISK_AREAS
from frontend.staff.people import NOTHING_LOOKED_FOR, Found, Named, find_adults
from frontend.staff.report.forms import TOLD, YES_NO_NOT_SURE, ReportForm
from frontend.staff.signed_in import SignedIn
from frontend.web.pages import page
from services.shared.errors import Malformed, NotSignedIn

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


class NotSent(Exception):
    """A report did not go: what the page shows instead, every word kept, and its status."""

    def __init__(self, shown: ReportPage, status: int) -> None:
        super().__init__(shown.not_sent)
        self.shown = shown
        self.status = status


def signed_out() -> NotSent:
    """Return what is said to whoever was signed out while the page rested."""
    shown = ReportPage({}, not_sent=SIGNED_OUT, is_signed_out=True)
    return NotSent(shown, NotSignedIn.status)


async def send_report(
    staff: SignedIn, body: dict[str, Any], key: str, fields: Mapping[str, str]
) -> StaffReceipt:
    """Send a report and remember its receipt; raises NotSent with the sentences where they belong.

    `fields` says where reporting's word for a field is not the page's.
    """
    try:
        receipt = await staff.reporting.send_staff_report(body, key)
    except ServiceDown as down:
        sentence = IN_DOUBT if down.in_doubt else NOT_SENT
        raise NotSent(ReportPage({}, not_sent=sentence), down.status) from None
    except ServiceProblem as problem:
        raise _refused(problem, fields) from None
    staff.remembered.receipts[str(receipt.report_id)] = receipt
    return receipt


def _refused(problem: ServiceProblem, fields: Mapping[str, str]) -> NotSent:
    if problem.status == NotSignedIn.status:
        return signed_out()
    errors = {fields.get(one.field, one.field): one.message for one in problem.fields}
    if problem.status != Malformed.status or not errors:
        errors = {"happened": problem.detail}
    return NotSent(ReportPage(errors), problem.status)


async def adults_found(staff: SignedIn, search: str, chosen: Named | None) -> Found:
    """Look for adults, leaving out the one who is chosen already."""
    return await find_adults(staff, search, {chosen.id} if chosen else ())


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
