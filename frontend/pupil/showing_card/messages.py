"""The answers to what a child told with their class card: the card opens them, without a slip."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from frontend.clients.accounts import PupilPage
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.reporting_messages import ForChild, ToldWithCard
from frontend.pupil.coming_back.forms import SAYS
from frontend.pupil.coming_back.writing_back import (
    ASLEEP,
    REFUSED,
    Shown,
    send_back,
    why_not_words,
    words_in,
)
from frontend.pupil.showing_card.ends import not_good, rested
from frontend.pupil.showing_card.visits import OpenVisit, VisitSeal
from frontend.pupil.spoken import in_language
from frontend.pupil.telling.routes import start_with_card
from frontend.web.forms import PostedForm, text
from frontend.web.front import front
from frontend.web.pages import page
from frontend.web.school_pages import reporting_for, school_pages
from frontend.web.sealing import Unreadable

router = APIRouter(dependencies=[Depends(in_language)])
MESSAGES: Final = "/card/messages"


class CardTakenBack(Exception):
    """The visit is dead, because the card is."""


async def greet(request: Request, school: PupilPage, visit: OpenVisit) -> HTMLResponse | None:
    """Say that there is a message; None where there is none, so that telling begins at once."""
    try:
        told = await reporting_for(request, school).messages.of_card(visit.visit, opens=False)
    except (ServiceDown, ServiceProblem):
        return None
    if not any(one.has_message for one in told):
        return None
    return _page(request, school, visit, Shown())


@router.post(MESSAGES)
async def go_on(request: Request, form: PostedForm) -> HTMLResponse:
    """Open the messages, send what the child writes back, or begin to tell something else."""
    try:
        visit = VisitSeal(front(request).form_key).open(text(form, "visit"))
        return await _turn(request, await school_pages(request).of(visit.page_code), visit, form)
    except Unreadable:
        return rested(request)
    except CardTakenBack:
        return not_good(request)


async def _turn(
    request: Request, school: PupilPage, visit: OpenVisit, form: FormData
) -> HTMLResponse:
    """Return the page that follows; raises CardTakenBack where it was meanwhile."""
    if text(form, "go") == "tell":
        return start_with_card(request, school, visit.visit, visit.name)
    if text(form, "go") in SAYS:
        return await _say_again(request, school, visit, SAYS[text(form, "go")])
    typed = words_in(form)
    try:
        told = await reporting_for(request, school).messages.of_card(visit.visit, opens=True)
    except (ServiceDown, ServiceProblem) as problem:
        if problem.status == HTTPStatus.NOT_FOUND:
            raise CardTakenBack from problem
        return _page(request, school, visit, Shown(typed=typed, note=ASLEEP))
    shown = Shown(messages=_all(told), typed=typed)
    if text(form, "go") == "answer":
        shown = await _answered(request, school, visit, told, shown)
    return _page(request, school, visit, shown)


async def _say_again(
    request: Request, school: PupilPage, visit: OpenVisit, said: str
) -> HTMLResponse:
    """Let everybody who may know be told at once; where it does not arrive, the page says so."""
    body = {"visit": visit.visit, "said": said}
    try:
        receipt = await reporting_for(request, school).say_again_with_card(
            body, f"{visit.key}-{said}"
        )
    except (ServiceDown, ServiceProblem) as problem:
        if problem.status == HTTPStatus.NOT_FOUND:
            raise CardTakenBack from problem
        return _page(request, school, visit, Shown(note=ASLEEP))
    return page(
        request,
        "pupil/coming_back/said.html",
        school=school,
        promise=receipt.promise,
        ring=receipt.ring,
    )


def _all(told: Sequence[ToldWithCard]) -> tuple[ForChild, ...]:
    return tuple(message for one in told for message in one.messages)


async def _answered(
    request: Request,
    school: PupilPage,
    visit: OpenVisit,
    told: Sequence[ToldWithCard],
    shown: Shown,
) -> Shown:
    """Send it to who wrote last."""
    about = next((one.report_id for one in told if one.messages), None)
    if about is None:
        return shown.noted(why_not_words(shown.typed))
    said = {"visit": visit.visit, "report_id": str(about), "text": shown.typed}
    sending = partial(reporting_for(request, school).messages.card_answers, said)
    return await send_back(request, shown, visit.key, sending, REFUSED)


def _page(request: Request, school: PupilPage, visit: OpenVisit, shown: Shown) -> HTMLResponse:
    return page(
        request,
        "pupil/showing_card/messages.html",
        school=school,
        name=visit.name,
        visit=VisitSeal(front(request).form_key).close(visit),
        **shown.values(),
    )
