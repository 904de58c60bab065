"""What a card and its pictures opened, sealed into the form of a child who reads messages."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from frontend.web.sealing import Seal, Unreadable
from services.shared import clock

PURPOSE: Final = "pupil.card-visit.1"
LIVES: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class OpenVisit:
    """Whose card is open on which page; `key` makes what is sent twice arrive once."""

    visit: str = field(repr=False)
    name: str = field(repr=False)
    page_code: str
    key: str
    at: datetime


def open_visit(visit: str, name: str, page_code: str) -> OpenVisit:
    """Return a visit that begins now."""
    return OpenVisit(visit, name, page_code, str(uuid.uuid4()), clock.now())


class VisitSeal:
    """Seals a visit into a form and opens it again."""

    def __init__(self, web_key: bytes) -> None:
        self._seal = Seal(web_key, PURPOSE)

    def close(self, one: OpenVisit) -> str:
        """Return it as letters for the form."""
        told = {"visit": one.visit, "name": one.name, "page_code": one.page_code, "key": one.key}
        return self._seal.close(json.dumps(told | {"at": one.at.isoformat()}).encode(), PURPOSE)

    def open(self, sealed: str) -> OpenVisit:
        """Return it again; raises Unreadable, also after half an hour."""
        told = json.loads(self._seal.open(sealed, PURPOSE))
        at = datetime.fromisoformat(told.pop("at"))
        if clock.now() - at > LIVES:
            raise Unreadable
        return OpenVisit(**told, at=at)
