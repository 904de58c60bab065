"""A child shows a class card: three pictures of their own, and the way of telling knows the name.

The door without a card stays open on every page here.
"""

import dataclasses
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse

from frontend.clients.accounts import PupilPage
from frontend.clients.class_cards import Cards
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.pupil.coming_back.forms import PICTURES, picked
from frontend.pupil.coming_back.pictures import GROUPS
from frontend.pupil.showing_card.ends import not_good, rested
from frontend.pupil.showing_card.forms import CardSeal, ShownCard
from frontend.pupil.showing_card.messages import greet
from frontend.pupil.showing_card.visits import open_visit
from frontend.pupil.spoken import in_language
from frontend.pupil.telling.routes import start_with_card
from frontend.web.forms import PostedForm, text
from frontend.web.front import front
from frontend.web.pages import page
from frontend.web.school_pages import school_pages
from frontend.web.sealing import Unreadable
from services.shared import clock

router = APIRouter(dependencies=[Depends(in_language)])

OTHER_PICTURES = "These are not your three pictures. Have another look."
WAIT = "That was a lot of tries. Wait a little, or tell without the card."
ASLEEP = "We can not look at your card just now. You can tell without it."
CHOSEN_BEFORE = "This card has three pictures. Tap them."
SENTENCES = {
    HTTPStatus.FORBIDDEN: OTHER_PICTURES,
    HTTPStatus.TOO_MANY_REQUESTS: WAIT,
    HTTPStatus.CONFLICT: CHOSEN_BEFORE,
}
Secret = Annotated[str, Path(min_length=8, max_length=80)]


@router.get("/card/{secret}")
async def show_card(request: Request, secret: Secret) -> HTMLResponse:
    """Ask for the three pictures of the card, or let them be chosen."""
    try:
        found = await _cards(request).show(secret)
    except ServiceProblem as problem:
        if problem.status != HTTPStatus.NOT_FOUND:
            raise
        return not_good(request)
    school = await school_pages(request).of(found.page_code)
    card = ShownCard(secret, found.page_code, found.state == "choose", clock.now())
    return _grid(request, school, card, ())


@router.post("/card")
async def tap(request: Request, form: PostedForm) -> HTMLResponse:
    """Take one more picture; after the third, let the child in."""
    try:
        card = CardSeal(front(request).form_key).open(text(form, "card"))
    except Unreadable:
        return rested(request)
    school = await school_pages(request).of(card.page_code)
    so_far = picked(form)
    if len(so_far) < PICTURES:
        return _grid(request, school, card, so_far)
    if card.is_choosing and text(form, "go") != "mine":
        return _sure(request, school, card, so_far)
    return await _enter(request, school, card, so_far)


async def _enter(
    request: Request, school: PupilPage, card: ShownCard, pictures: tuple[str, ...]
) -> HTMLResponse:
    try:
        opened = await _cards(request).show(card.secret, pictures, choose=card.is_choosing)
    except ServiceProblem as problem:
        if problem.status == HTTPStatus.NOT_FOUND:
            return not_good(request)
        known = dataclasses.replace(card, is_choosing=False)
        return _grid(request, school, known, (), SENTENCES.get(HTTPStatus(problem.status), ASLEEP))
    except ServiceDown:
        return _grid(request, school, card, (), ASLEEP)
    secret = opened.visit.get_secret_value() if opened.visit else ""
    visit = open_visit(secret, opened.given_name or "", card.page_code)
    greeting = await greet(request, school, visit)
    return greeting or start_with_card(request, school, secret or None, opened.given_name)


def _cards(request: Request) -> Cards:
    return Cards(front(request).door("accounts"))


def _grid(
    request: Request,
    school: PupilPage,
    card: ShownCard,
    so_far: tuple[str, ...],
    note: str | None = None,
) -> HTMLResponse:
    return page(
        request,
        "pupil/showing_card/pick.html",
        school=school,
        groups=GROUPS,
        so_far=so_far,
        note=note,
        is_choosing=card.is_choosing,
        card=CardSeal(front(request).form_key).close(card),
    )


def _sure(
    request: Request, school: PupilPage, card: ShownCard, so_far: tuple[str, ...]
) -> HTMLResponse:
    return page(
        request,
        "pupil/showing_card/sure.html",
        school=school,
        so_far=so_far,
        card=CardSeal(front(request).form_key).close(card),
    )
