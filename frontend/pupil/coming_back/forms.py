"""Which pictures a child has picked so far; they travel in the form and nowhere else."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from starlette.datastructures import FormData

from frontend.pupil.coming_back.pictures import NAMES
from frontend.web.forms import text, texts
from frontend.web.sealing import Seal, Unreadable
from services.shared import clock

PICTURES = 3
SAYS: Final = {"still": "still_happening", "now": "need_someone_now"}
PURPOSE: Final = "pupil.came-back.1"
# The page of one who came back is done with after this: it then asks for the pictures again.
LIVES: Final = timedelta(minutes=10)


def picked(form: FormData) -> tuple[str, ...]:
    """Return the pictures after this tap, in order; a tap on "take back" drops the last."""
    before = tuple(name for name in texts(form, "picked") if name in NAMES)[:PICTURES]
    if text(form, "go") == "back":
        return before[:-1]
    if text(form, "go") == "again":
        return ()
    tapped = text(form, "picture")
    return (*before, tapped)[:PICTURES] if tapped in NAMES else before


@dataclass(frozen=True)
class CameBackWith:
    """The three pictures of a child who is back, and the keys of what they may say now."""

    pictures: tuple[str, ...]
    key: str
    at: datetime


def back_with(pictures: tuple[str, ...]) -> CameBackWith:
    """Return what the next page needs; whatever is tapped twice there is said once."""
    return CameBackWith(pictures, str(uuid.uuid4()), clock.now())


class BackSeal:
    """Seals what a child came back with, so that the page itself shows no picture of theirs."""

    def __init__(self, web_key: bytes) -> None:
        self._seal = Seal(web_key, PURPOSE)

    def close(self, back: CameBackWith, code: str) -> str:
        """Return it as letters for the page of `code`."""
        told = {"pictures": back.pictures, "key": back.key, "at": back.at.isoformat()}
        return self._seal.close(json.dumps(told).encode(), code)

    def open(self, sealed: str, code: str) -> CameBackWith:
        """Return it again; raises Unreadable, also after ten minutes."""
        told = json.loads(self._seal.open(sealed, code))
        at = datetime.fromisoformat(told["at"])
        if clock.now() - at > LIVES:
            raise Unreadable
        return CameBackWith(tuple(told["pictures"]), told["key"], at)
