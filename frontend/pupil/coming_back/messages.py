"""The message to a child who came back: the letters of the slip open it, one box answers it."""

import hashlib
import hmac
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from frontend.clients.accounts import PupilPage
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.reporting_messages import ForChild
from frontend.clients.reporting_words import Ring
from frontend.pupil.coming_back.forms import BackSeal, CameBackWith, back_with
from frontend.pupil.coming_back.network import tried
from frontend.web.forms import CHARACTERS_AT_MOST, text
from frontend.web.front import front
from frontend.web.pages import page
from frontend.web.school_pages import reporting_for
from frontend.web.sealing import Unreadable
from services.shared.pasted_files import why_not_text

MESSAGES: Final = frozenset({"message", "answer"})
LONGEST_LETTERS: Final = 20
OTHER_LETTERS: Final = "We do not know these letters. Look at your slip and try again."
WAIT: Final = "That was a lot of tries. Wait a little, then try again. Or talk to a grown-up now."
ASLEEP: Final = "It is not sent yet. Try again soon. Or talk to a grown-up now."
ONLY_WORDS: Final = "It is not sent yet. Please write words, not a picture or a file."
WRITE_FIRST: Final = "Write something first."
TOO_LONG: Final = "That is a lot of words. Please make it shorter."
HAD_A_REST: Final = "This page had a rest. Tap your three pictures again."
NOTES: Final = (OTHER_LETTERS, WAIT, ASLEEP, ONLY_WORDS, WRITE_FIRST, TOO_LONG, HAD_A_REST)
SENTENCES: Final = {
    HTTPStatus.NOT_FOUND: OTHER_LETTERS,
    HTTPStatus.TOO_MANY_REQUESTS: WAIT,
    HTTPStatus.UNPROCESSABLE_ENTITY: ONLY_WORDS,
}


@dataclass(frozen=True)
class Shown:
    """What the page shows: the messages once they are open, and what was typed."""

    messages: tuple[ForChild, ...] = ()
    locator: str = ""
    typed: str = ""
    note: str | None = None
    is_sent: bool = False
    ring: Ring | None = field(default=None)


async def show_messages(request: Request, school: PupilPage, form: FormData) -> HTMLResponse:
    """Open the messages with the letters of the slip, or send what the child writes back."""
    try:
        back = BackSeal(front(request).form_key).open(text(form, "back"), school.code)
    except Unreadable:
        note = Shown(note=HAD_A_REST)
        return _page(request, school, back_with(()), note)
    try:
        shown = await _read(request, school, form, back)
    except ServiceProblem as problem:
        shown = _again(form, SENTENCES.get(HTTPStatus(problem.status), ASLEEP))
    except ServiceDown:
        shown = _again(form, ASLEEP)
    return _page(request, school, back, shown)


async def _read(request: Request, school: PupilPage, form: FormData, back: CameBackWith) -> Shown:
    slip = tried(request, back.pictures) | {"locator": _letters(form)}
    if not slip["locator"]:
        return Shown(note=OTHER_LETTERS)
    door = reporting_for(request, school).messages
    found = await door.of_child(slip)
    typed = str(form.get("words", ""))
    shown = Shown(messages=found.items, locator=slip["locator"], typed=typed)
    if text(form, "go") != "answer":
        return shown
    note = why_not_words(typed)
    if note is not None:
        return Shown(shown.messages, shown.locator, typed, note)
    # other words are another answer; the mark tells nothing of them without our key
    mark = hmac.digest(front(request).form_key, f"{back.key}|{typed}".encode(), hashlib.sha256)
    return await _answered(request, school, shown, slip | {"text": typed}, mark.hex())


async def _answered(
    request: Request, school: PupilPage, shown: Shown, said: dict[str, Any], key: str
) -> Shown:
    """Send it; where it does not arrive, the messages and the words stay on the page."""
    try:
        heard = await reporting_for(request, school).messages.child_answers(said, key)
    except ServiceProblem as problem:
        note = SENTENCES.get(HTTPStatus(problem.status), ASLEEP)
        return Shown(shown.messages, shown.locator, shown.typed, note)
    except ServiceDown:
        return Shown(shown.messages, shown.locator, shown.typed, ASLEEP)
    return Shown(shown.messages, shown.locator, is_sent=True, ring=heard.ring)


def _letters(form: FormData) -> str:
    return text(form, "locator")[:LONGEST_LETTERS]


def why_not_words(typed: str) -> str | None:
    """Return the sentence for words that cannot be sent, or None."""
    if not typed.strip():
        return WRITE_FIRST
    if len(typed) > CHARACTERS_AT_MOST:
        return TOO_LONG
    return ONLY_WORDS if why_not_text(typed) is not None else None


def _again(form: FormData, note: str) -> Shown:
    return Shown(locator=_letters(form), typed=str(form.get("words", "")), note=note)


def _page(request: Request, school: PupilPage, back: CameBackWith, shown: Shown) -> HTMLResponse:
    return page(
        request,
        "pupil/coming_back/messages.html",
        school=school,
        messages=shown.messages,
        locator=shown.locator,
        typed=shown.typed,
        note=shown.note,
        is_sent=shown.is_sent,
        ring=shown.ring,
        back=BackSeal(front(request).form_key).close(back, school.code),
    )
