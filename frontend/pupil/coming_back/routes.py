"""Come back: three pictures in order, and the child sees whether somebody has read it.

From there they can say that it is still happening, or that they need someone now.
"""

import asyncio
import time
from http import HTTPStatus

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from frontend.clients.accounts import PupilPage
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.reporting import ComeBack
from frontend.pupil.clips import COMING_BACK, clip_address
from frontend.pupil.coming_back import forms
from frontend.pupil.coming_back.forms import PICTURES, BackSeal, CameBackWith, back_with, picked
from frontend.pupil.coming_back.messages import MESSAGES, show_messages
from frontend.pupil.coming_back.network import tried
from frontend.pupil.coming_back.pictures import GROUPS
from frontend.pupil.portraits import known
from frontend.pupil.spoken import in_language
from frontend.web.forms import PostedForm, text
from frontend.web.front import front
from frontend.web.pages import page
from frontend.web.school_pages import SchoolPage, reporting_for
from frontend.web.sealing import Unreadable

router = APIRouter(dependencies=[Depends(in_language)])

# Longer than reporting's own stride and the drawing of either page.
STRIDE_SECONDS = 0.25
NOT_FOUND = "We do not know these three pictures. Have another look, and try again."
WAIT = "That was a lot of tries. Wait a little, then try again. Or talk to a grown-up now."
ASLEEP = "We can not look just now. Try again soon. Or talk to a grown-up now."
HAD_A_REST = "This page had a rest. Tap your three pictures again."
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
    """Take one more picture; after the third, look. From there, say that it goes on."""
    if text(form, "go") in forms.SAYS:
        return await _say(request, school, form)
    if text(form, "go") in MESSAGES:
        return await show_messages(request, school, form)
    so_far = picked(form)
    if len(so_far) < PICTURES:
        return _grid(request, school, so_far, None)
    return await _look(request, school, so_far)


async def _look(request: Request, school: PupilPage, so_far: tuple[str, ...]) -> HTMLResponse:
    """Look, and answer in even time: a page that is longer to draw must not tell what was found."""
    asked_at = time.perf_counter()
    try:
        found = await reporting_for(request, school).come_back(tried(request, so_far))
        answer = _answer(request, school, found, back_with(so_far))
    except ServiceProblem as problem:
        answer = _grid(request, school, (), SENTENCES.get(HTTPStatus(problem.status), ASLEEP))
        if problem.status == HTTPStatus.TOO_MANY_REQUESTS:
            return answer  # nothing was looked up
    except ServiceDown:
        answer = _grid(request, school, (), ASLEEP)
    elapsed = time.perf_counter() - asked_at
    await asyncio.sleep(STRIDE_SECONDS - elapsed % STRIDE_SECONDS)
    return answer


async def _say(request: Request, school: PupilPage, form: PostedForm) -> HTMLResponse:
    said = forms.SAYS[text(form, "go")]
    try:
        back = BackSeal(front(request).form_key).open(text(form, "back"), school.code)
    except Unreadable:
        return _grid(request, school, (), HAD_A_REST)
    try:
        body = tried(request, back.pictures) | {"said": said}
        receipt = await reporting_for(request, school).say_again(body, f"{back.key}-{said}")
    except (ServiceDown, ServiceProblem):
        return _not_said(request, school, back, said)
    return page(
        request,
        "pupil/coming_back/said.html",
        school=school,
        promise=receipt.promise,
        ring=receipt.ring,
    )


def _grid(
    request: Request, school: PupilPage, so_far: tuple[str, ...], note: str | None
) -> HTMLResponse:
    cache, language = front(request).settings.cache_dir, request.state.page_values["language"]
    clip = COMING_BACK[len(so_far)]
    return page(
        request,
        "pupil/coming_back/pick.html",
        clip=clip_address(cache, school, language.code if language else None, clip),
        school=school,
        groups=GROUPS,
        so_far=so_far,
        left=PICTURES - len(so_far),
        note=note,
    )


def _answer(
    request: Request, school: PupilPage, found: ComeBack, back: CameBackWith
) -> HTMLResponse:
    readers = [known(school, name) for name in found.read_by]
    return page(
        request,
        "pupil/coming_back/answer.html",
        school=school,
        is_read=found.state == "read",
        readers=readers,
        sent_on=found.sent_on,
        has_message=found.has_message,
        back=BackSeal(front(request).form_key).close(back, school.code),
    )


def _not_said(request: Request, school: PupilPage, back: CameBackWith, said: str) -> HTMLResponse:
    """Say truthfully that it did not arrive; the same page sends it again."""
    (go,) = (one for one, means in forms.SAYS.items() if means == said)
    return page(
        request,
        "pupil/coming_back/not_said.html",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        school=school,
        go=go,
        back=BackSeal(front(request).form_key).close(back, school.code),
    )
