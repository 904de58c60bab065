"""The card that was shown, sealed into the form: the page itself holds no secret of it."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from frontend.web.sealing import Seal, Unreadable
from services.shared import clock

PURPOSE: Final = "pupil.class-card.1"
LIVES: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class ShownCard:
    """What the QR code held, which page it opens, and whether pictures are to be chosen."""

    secret: str = field(repr=False)
    page_code: str
    is_choosing: bool
    at: datetime


class CardSeal:
    """Seals a card into a form and opens it again."""

    def __init__(self, web_key: bytes) -> None:
        self._seal = Seal(web_key, PURPOSE)

    def close(self, card: ShownCard) -> str:
        """Return it as letters for the form."""
        told = {
            "secret": card.secret,
            "page_code": card.page_code,
            "is_choosing": card.is_choosing,
            "at": card.at.isoformat(),
        }
        return self._seal.close(json.dumps(told).encode(), PURPOSE)

    def open(self, sealed: str) -> ShownCard:
        """Return it again; raises Unreadable, also after half an hour."""
        told = json.loads(self._seal.open(sealed, PURPOSE))
        at = datetime.fromisoformat(told["at"])
        if clock.now() - at > LIVES:
            raise Unreadable
        return ShownCard(told["secret"], told["page_code"], told["is_choosing"], at)
