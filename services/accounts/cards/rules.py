"""What a class card is worth, and how often its pictures may be wrong: pure."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

SECRET_BYTES: Final = 15  # 120 bits: nobody finds a card by trying
MOST_WRONG: Final = 5
WAIT_SECONDS: Final = 10 * 60
# As long as a child's page stays open at most; a revoked card ends it at once.
VISIT: Final = timedelta(hours=1)
# Who prints for every class; a class's own staff print for that class.
PRINT_FOR_ALL: Final = frozenset({"office", "head"})


def card_secret(school_secret: bytes, pupil_id: UUID, idempotency_key: str) -> str:
    """Return the letters of a card's QR code; the same request prints the same card again."""
    said = f"card|{pupil_id}|{idempotency_key}".encode()
    drawn = hmac.digest(school_secret, said, hashlib.sha256)[:SECRET_BYTES]
    return base64.b32encode(drawn).decode().lower()


def as_password(pictures: Iterable[str]) -> str:
    """Return three pictures in order as what is hashed."""
    return " ".join(pictures)


def prints_for(roles: frozenset[str], *, is_own_class: bool) -> bool:
    """Say whether somebody with `roles` may print, revoke and reset for a class."""
    return is_own_class or not roles.isdisjoint(PRINT_FOR_ALL)
