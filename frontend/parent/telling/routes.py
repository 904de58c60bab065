"""The form for adults outside the school: no account, one page, a clear answer."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.accounts import PupilPage
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.parent.telling.forms import TELLERS, TOPICS, YES_NO, OutsideForm
from frontend.web.forms import PostedForm
from frontend.web.pages import page
from frontend.web.school_pages import SchoolPage, reporting_for

router = APIRouter()

NOT_SENT = (
    "It is not sent yet. All you wrote is still here: press Send once more, or ring the school."
)
IN_DOUBT = (
    "We cannot tell whether it arrived. All you wrote is still here: press Send once more. It will "
    "not count twice."
)


@router.get("/report/{code}")  # noqa: FAST003  # SchoolPage reads the code
async def show_form(request: Request, school: SchoolPage) -> Response:
    """Show the form of the school that the code belongs to."""
    return _show(request, school, OutsideForm())


@router.get("/report/{code}/school")  # noqa: FAST003  # SchoolPage reads the code
async def show_school(request: Request, school: SchoolPage) -> Response:
    """Show what the school says of itself, who leads on safeguarding, and how to reach it."""
    return page(
        request,
        "parent/telling/school.html",
        school=school.school,
        code=school.code,
        leads=school.leads,
    )


@router.post("/report/{code}")  # noqa: FAST003  # SchoolPage reads the code
async def send_form(request: Request, school: SchoolPage, posted: PostedForm) -> Response:
    """Send the report, or give the page back with every word still on it."""
    form = OutsideForm.of(posted)
    errors = form.errors()
    if errors:
        return _show(request, school, form, errors=errors, status=422)
    asked = reporting_for(request, school)
    try:
        receipt = await asked.send_outside_report(form.body(school.code), form.key)
    except ServiceDown as down:
        not_sent = IN_DOUBT if down.in_doubt else NOT_SENT
        return _show(request, school, form, not_sent=not_sent, status=down.status)
    except ServiceProblem as problem:
        errors = {"happened": problem.detail}
        return _show(request, school, form, errors=errors, status=problem.status)
    return page(request, "parent/telling/sent.html", school=school.school, receipt=receipt)


def _show(  # noqa: PLR0913  # what the page shows, each by name
    request: Request,
    school: PupilPage,
    form: OutsideForm,
    *,
    errors: dict[str, str] | None = None,
    not_sent: str = "",
    status: int = 200,
) -> Response:
    return page(
        request,
        "parent/telling/form.html",
        status=status,
        school=school.school,
        code=school.code,
        form=form,
        errors=errors or {},
        not_sent=not_sent,
        tellers=TELLERS,
        topics=TOPICS,
        yes_no=YES_NO,
    )
