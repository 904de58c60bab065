"""Pages behind a link and a code: the code taken, what is sent back checked and sent."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from starlette.datastructures import FormData

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.web.forms import CHARACTERS_AT_MOST, text
from services.shared.errors import NotAllowed

LONGEST_CODE: Final = 40
TOO_LONG: Final = "Write at most 10,000 characters"
Opened = TypeVar("Opened")


@dataclass(frozen=True)
class Sentences:
    """What one audience is told: no code typed, no service there, nothing chosen, nothing written.

    `write` says for each thing that can be sent back what to write there.
    """

    empty: str
    not_answering: str
    choose: str
    write: Mapping[str, str]


class AskAgain(Exception):
    """The code opened nothing: ask once more, with this sentence and this status."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


async def take_code(
    posted: FormData, opening: Callable[[str], Awaitable[Opened]], say: Sentences
) -> Opened:
    """Return what the typed code opens; raises AskAgain where it opens nothing."""
    code = text(posted, "code")
    if not code:
        raise AskAgain(say.empty, 422)
    try:
        return await opening(code[:LONGEST_CODE])
    except ServiceDown as down:
        raise AskAgain(say.not_answering, down.status) from None
    except ServiceProblem as problem:
        raise AskAgain(problem.detail, 422) from None


def what_was_typed(posted: FormData) -> dict[str, str]:
    """Return what is to be sent back: which kind of thing, in which words."""
    return {name: text(posted, name) for name in ("act", "words")}


async def send_back(
    typed: Mapping[str, str], sending: Callable[[str, str], Awaitable[object]], say: Sentences
) -> dict[str, str]:
    """Send what was typed; return why it did not go, by field, and nothing where it went."""
    errors = _errors(typed, say)
    if errors:
        return errors
    try:
        await sending(typed["act"], typed["words"])
    except ServiceDown:
        return {"words": say.not_answering}
    except ServiceProblem as problem:
        return {"words": problem.detail}
    return {}


def _errors(typed: Mapping[str, str], say: Sentences) -> dict[str, str]:
    if typed["act"] not in say.write:
        return {"act": say.choose}
    if not typed["words"]:
        return {"words": say.write[typed["act"]]}
    if len(typed["words"]) > CHARACTERS_AT_MOST:
        return {"words": TOO_LONG}
    return {}


async def note_as_read(noting: Awaitable[object]) -> None:
    """Tell the school that it was read; a ticket that is too old leads back to the code."""
    try:
        await noting
    except ServiceProblem as problem:
        if problem.status != NotAllowed.status:
            raise
