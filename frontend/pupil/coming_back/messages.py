"""The message to a child who came back: the letters of the slip open it, one box answers it."""

from functools import partial
from http import HTTPStatus
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from frontend.clients.accounts import PupilPage
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.pupil.coming_back import writing_back
from frontend.pupil.coming_back.forms import BackSeal, CameBackWith, back_with
from frontend.pupil.coming_back.network import tried
from frontend.pupil.coming_back.writing_back import REFUSED, Shown, send_back, words_in
from frontend.web.forms import text
from frontend.web.front import front
from frontend.web.pages import page
from frontend.web.school_pages import reporting_for
from frontend.web.sealing import Unreadable

MESSAGES: Final = frozenset({"message", "answer"})
LONGEST_LETTERS: Final = 20
OTHER_LETTERS: Final = "We do not know these letters. Look at your slip and try again."
WAIT: Final = "That was a lot of tries. Wait a little, then try again. Or talk to a grown-up now."
HAD_A_REST: Final = "This page had a rest. Tap your three pictures again."
NOTES: Final = (OTHER_LETTERS, WAIT, HAD_A_REST, *writing_back.NOTES)
SENTENCES: Final = {
    **REFUSED,
    HTTPStatus.NOT_FOUND: OTHER_LETTERS,
    HTTPStatus.TOO_MANY_REQUESTS: WAIT,
}


async def show_messages(request: Request, school: PupilPage, form: FormData) -> HTMLResponse:
    """Open the messages with the letters of the slip, or send what the child writes back."""
    try:
        back = BackSeal(front(request).form_key).open(text(form, "back"), school.code)
    except Unreadable:
        return _page(request, school, back_with(()), Shown(note=HAD_A_REST), locator="")
    letters = text(form, "locator")[:LONGEST_LETTERS]
    if not letters:
        return _page(request, school, back, Shown(note=OTHER_LETTERS), locator="")
    shown = Shown(typed=words_in(form))
    try:
        shown = await _read(request, school, form, back, letters)
    except ServiceProblem as problem:
        shown = shown.noted(SENTENCES.get(problem.status, writing_back.ASLEEP))
    except ServiceDown:
        shown = shown.noted(writing_back.ASLEEP)
    return _page(request, school, back, shown, locator=letters)


async def _read(
    request: Request, school: PupilPage, form: FormData, back: CameBackWith, letters: str
) -> Shown:
    slip = tried(request, back.pictures) | {"locator": letters}
    door = reporting_for(request, school).messages
    shown = Shown((await door.of_child(slip)).items, words_in(form))
    if text(form, "go") != "answer":
        return shown
    sending = partial(door.child_answers, slip | {"text": shown.typed})
    return await send_back(request, shown, back.key, sending, SENTENCES)


def _page(
    request: Request, school: PupilPage, back: CameBackWith, shown: Shown, *, locator: str
) -> HTMLResponse:
    return page(
        request,
        "pupil/coming_back/messages.html",
        school=school,
        locator=locator,
        back=BackSeal(front(request).form_key).close(back, school.code),
        **shown.values(),
    )
