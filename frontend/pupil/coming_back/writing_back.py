"""What a child writes back to a message that slip or card has opened: looked at, sent, shown."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import FormData

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.reporting_messages import ForChild, Heard
from frontend.clients.reporting_words import Ring
from frontend.web.forms import CHARACTERS_AT_MOST
from frontend.web.front import front
from services.shared.pasted_files import why_not_text

ASLEEP: Final = "It is not sent yet. Try again soon. Or talk to a grown-up now."
ONLY_WORDS: Final = "It is not sent yet. Please write words, not a picture or a file."
WRITE_FIRST: Final = "Write something first."
TOO_LONG: Final = "That is a lot of words. Please make it shorter."
NOTES: Final = (ASLEEP, ONLY_WORDS, WRITE_FIRST, TOO_LONG)
REFUSED: Final[Mapping[int, str]] = {HTTPStatus.UNPROCESSABLE_ENTITY: ONLY_WORDS}


@dataclass(frozen=True)
class Shown:
    """What the page shows: the messages once they are open, and what was typed."""

    messages: tuple[ForChild, ...] = ()
    typed: str = ""
    note: str | None = None
    is_sent: bool = False
    ring: Ring | None = None

    def noted(self, note: str | None) -> "Shown":
        """Return the same page with a sentence on it."""
        return replace(self, note=note)

    def values(self) -> dict[str, Any]:
        """Return what the template needs of it."""
        return {
            "messages": self.messages,
            "typed": self.typed,
            "note": self.note,
            "is_sent": self.is_sent,
            "ring": self.ring,
        }


def words_in(form: FormData) -> str:
    """Return what the child has typed, as they typed it."""
    return str(form.get("words", ""))


def why_not_words(typed: str) -> str | None:
    """Return the sentence for words that cannot be sent, or None."""
    if not typed.strip():
        return WRITE_FIRST
    if len(typed) > CHARACTERS_AT_MOST:
        return TOO_LONG
    return ONLY_WORDS if why_not_text(typed) is not None else None


async def send_back(
    request: Request,
    shown: Shown,
    key: str,
    sending: Callable[[str], Awaitable[Heard]],
    sentences: Mapping[int, str],
) -> Shown:
    """Send what was typed; where it does not arrive, the messages and the words stay on the page.

    `key` belongs to the page; `sending` gets the mark under which the same words arrive once.
    """
    note = why_not_words(shown.typed)
    if note is not None:
        return shown.noted(note)
    # other words are another answer; the mark tells nothing of them without our key
    mark = hmac.digest(front(request).form_key, f"{key}|{shown.typed}".encode(), hashlib.sha256)
    try:
        heard = await sending(mark.hex())
    except ServiceProblem as problem:
        return shown.noted(sentences.get(problem.status, ASLEEP))
    except ServiceDown:
        return shown.noted(ASLEEP)
    return Shown(shown.messages, is_sent=True, ring=heard.ring)
