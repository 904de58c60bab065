"""The child's page: one neutral address, one question at a time.

A POST answers with the next page itself (no redirect): where the child is travels in the form,
sealed, so there is no cookie, no draft on the server and nothing to find on the device.
"""

import dataclasses
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse
from starlette.responses import Response

from frontend.clients.accounts import PupilPage
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.pupil.clips import clip_address, clip_of, name_of
from frontend.pupil.telling import answers, forms, guide, journey, pages
from frontend.pupil.telling.forms import Turn
from frontend.pupil.telling.journey import JourneySeal, Step
from frontend.pupil.telling.sending import report
from frontend.web import languages
from frontend.web.forms import PostedForm, text
from frontend.web.front import front
from frontend.web.pages import page
from frontend.web.school_pages import SchoolPage, reporting_for
from frontend.web.sealing import Unreadable
from services.shared.errors import ApplicationError, NotThere

router = APIRouter()

STARTED_AGAIN = "This page had a rest. Please start again."
REFUSED = {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}


@dataclass(frozen=True)
class Shown:
    """A page to show: where the child is, a kind sentence if there is one, and whether it went."""

    turn: Turn
    status: int = HTTPStatus.OK
    was_not_sent: bool = False


@router.get("/s/{code}")  # noqa: FAST003  # SchoolPage reads the code
async def start(request: Request, school: SchoolPage) -> HTMLResponse:
    """Show the first page; everybody who comes begins anew."""
    begun = journey.begin(school.lane).but(language=request.query_params.get("language"))
    return _show(request, school, Shown(_in_known_language(request, Turn(begun))))


def start_with_card(
    request: Request, school: PupilPage, visit: str | None, name: str | None
) -> HTMLResponse:
    """Show the first page to a child whose class card and pictures were good."""
    begun = journey.begin(school.lane).but(visit=visit, card_name=name)
    language = getattr(request.state, "page_values", {}).get("language")
    begun = begun.but(language=language.code if language else None)
    return _show(request, school, Shown(Turn(begun)))


@router.post("/s/{code}")  # noqa: FAST003  # SchoolPage reads the code
async def go_on(request: Request, school: SchoolPage, form: PostedForm) -> HTMLResponse:
    """Take what was tapped or written and show the page that follows."""
    try:
        at = JourneySeal(front(request).form_key).open(text(form, "journey"), school.code)
    except Unreadable:
        begun = journey.begin(school.lane).but(language=request.query_params.get("language"))
        turn = _in_known_language(request, Turn(begun, note=STARTED_AGAIN))
        return _show(request, school, Shown(turn))
    turn = forms.take(at, form, frozenset(str(adult.person_id) for adult in school.adults))
    turn = _in_known_language(request, turn)
    if turn.is_sending:
        return await _send(request, school, turn)
    return _show(request, school, Shown(turn))


@router.get("/s/{code}/clip/{language}/{name}")  # noqa: FAST003  # SchoolPage reads the code
async def play(request: Request, school: SchoolPage, language: str, name: str) -> Response:
    """Send the recording of a page; NotThere where the school has none."""
    found = clip_of(front(request).settings.cache_dir, school.school.id, language, name)
    if found is None:
        raise NotThere
    return FileResponse(found.path, media_type=found.media_type)


async def _send(request: Request, school: PupilPage, turn: Turn) -> HTMLResponse:
    at = turn.journey
    try:
        receipt = await reporting_for(request, school).send_pupil_report(report(at, school), at.key)
    except (ServiceDown, ServiceProblem) as problem:
        return _show(request, school, _not_sent(turn, problem))
    sent = pages.sent_page(at, school, receipt)
    language = languages.picked(at.language, has_drafts=_has_drafts(request))
    return page(request, "pupil/telling/sent.html", school=school, sent=sent, language=language)


def _has_drafts(request: Request) -> bool:
    return front(request).settings.preview_languages


def _in_known_language(request: Request, turn: Turn) -> Turn:
    """Leave out a language that this page does not show."""
    known = languages.picked(turn.journey.language, has_drafts=_has_drafts(request))
    return turn if known else dataclasses.replace(turn, journey=turn.journey.but(language=None))


def _not_sent(turn: Turn, problem: ApplicationError) -> Shown:
    """Return the page again with all that the child told, saying that it was not sent."""
    if problem.status in REFUSED and turn.journey.account:
        # Reporting found a file in the words that this page let through: say so at the words.
        at = turn.journey.but(at=Step.WORDS, is_changing=True)
        return Shown(Turn(at, note=forms.A_FILE), HTTPStatus.UNPROCESSABLE_ENTITY)
    return Shown(turn, HTTPStatus.SERVICE_UNAVAILABLE, was_not_sent=True)


def _show(request: Request, school: PupilPage, shown: Shown) -> HTMLResponse:
    at = shown.turn.journey
    values: dict[str, Any] = {
        "school": school,
        "at": at,
        "sealed": JourneySeal(front(request).form_key).close(at, school.code),
        "view": pages.cards_page(at),
        "dots": pages.dots(at),
        "has_page_before": journey.has_page_before(at),
        "note": shown.turn.note,
        "typed": shown.turn.typed,
        "was_not_sent": shown.was_not_sent,
        "adults": pages.adults_to_choose(at, school),
        "everybody": pages.everybody(school),
        "kept_out": pages.kept_out(at, school),
        "other_adults": answers.OTHER_ADULTS,
        "helping": answers.HELPING,
        "about_adult": answers.ABOUT_ADULT,
        "feelings": answers.FEELINGS,
        "pens": answers.PENS,
        "guide_parts": guide.parts_for(is_little=at.lane is journey.Lane.LITTLE),
        "leads": pages.leads(at, school),
        "guide": guide.guide_of(at.guide),
        "helpers": guide.HELPERS,
        "language": languages.picked(at.language, has_drafts=_has_drafts(request)),
        "languages": languages.shown(has_drafts=_has_drafts(request)),
        "rows": pages.answer_rows(at, school) if at.at is Step.LOOK else [],
        "clip": clip_address(front(request).settings.cache_dir, school, at.language, name_of(at)),
    }
    return page(request, pages.template_of(at.at), status=shown.status, **values)
