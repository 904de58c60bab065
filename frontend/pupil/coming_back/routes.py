"""Come back: three pictures in order, and the child sees whether somebody has read it."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from frontend.clients.accounts import PupilPage
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.reporting import ComeBack
from frontend.pupil.coming_back.forms import PICTURES, picked
from frontend.pupil.coming_back.pictures import GROUPS
from frontend.pupil.portraits import known
from frontend.pupil.school_pages import SchoolPage, reporting_for
from frontend.web.forms import PostedForm
from frontend.web.pages import page

router = APIRouter()

NOT_FOUND = "We do not know these three pictures. Have another look, and try again."
WAIT = "That was a lot of tries. Wait a little, then try again. Or talk to a grown-up now."
ASLEEP = "We can not look just now. Try again soon. Or talk to a grown-up now."
SENTENCES = {
    HTTPStatus.NOT_FOUND: NOT_FOUND,
    HTTPStatus.UNPROCESSABLE_ENTITY: NOT_FOUND,
    HTTPStatus.TOO_MANY_REQUESTS: WAIT,
}


@router.get("/come-back/{code}")  # noqa: FAST003  # SchoolPage reads the code
async def ask_for_pictures(request: Request, school: SchoolPage) -> HTMLResponse:
    """Show the pictures to pick from."""
    return _grid(request, school, (), None)


@router.post("/come-back/{code}")  # noqa: FAST003  # SchoolPage reads the code
async def pick(request: Request, school: SchoolPage, form: PostedForm) -> HTMLResponse:
    """Take one more picture; after the third, look."""
    so_far = picked(form)
    if len(so_far) < PICTURES:
        return _grid(request, school, so_far, None)
    try:
        found = await reporting_for(request, school).come_back(so_far)
    except ServiceProblem as problem:
        return _grid(request, school, (), SENTENCES.get(HTTPStatus(problem.status), ASLEEP))
    except ServiceDown:
        return _grid(request, school, (), ASLEEP)
    return _answer(request, school, found)


def _grid(
    request: Request, school: PupilPage, so_far: tuple[str, ...], note: str | None
) -> HTMLResponse:
    return page(
        request,
        "pupil/coming_back/pick.html",
        school=school,
        groups=GROUPS,
        so_far=so_far,
        left=PICTURES - len(so_far),
        note=note,
    )


def _answer(request: Request, school: PupilPage, found: ComeBack) -> HTMLResponse:
    readers = [known(school, name) for name in found.read_by]
    return page(
        request,
        "pupil/coming_back/answer.html",
        school=school,
        is_read=found.state == "read",
        readers=readers,
        sent_on=found.sent_on,
    )
