"""How three pictures are drawn for a report, and what is stored of them; pure."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from services.reporting.cases.rules import REFERENCE_LETTERS
from services.reporting.come_back.rules_pictures import NAMES

# Thirty days, counted from the end of the half-day: no minute is kept of when somebody told.
GOOD_FOR: Final = timedelta(days=30, hours=12)
PICTURES_IN_A_CODE: Final = 3
LETTERS_IN_A_SLIP: Final = 9  # 26 million million; beside the pictures, and behind their limiter
# Every answer about three pictures takes a whole number of these: more than the work behind it, so
# that its time tells nothing about what was found.
STRIDE_SECONDS: Final = 0.15


def come_back_pictures(key: bytes, school_id: UUID, idempotency_key: str, number: int) -> list[str]:
    """Return the three pictures of try `number`; the same report always gets the same ones."""
    place = f"pictures|{school_id}|{idempotency_key}|{number}".encode()
    drawn = int.from_bytes(hmac.digest(key, place, hashlib.sha256))
    left, pictures = list(NAMES), []
    for _ in range(PICTURES_IN_A_CODE):
        drawn, at = divmod(drawn, len(left))
        pictures.append(left.pop(at))
    return pictures


def code_hash(key: bytes, school_id: UUID, pictures: Sequence[str]) -> bytes:
    """Return what is stored of a come-back code; nothing without the key (architecture.md 6)."""
    return hmac.digest(key, f"code|{school_id}|{'|'.join(pictures)}".encode(), hashlib.sha256)


def slip_locator(key: bytes, school_id: UUID, idempotency_key: str) -> str:
    """Return the letters of a report's slip, such as K7Q-F3M-2PX; the same for the same report."""
    place = f"slip|{school_id}|{idempotency_key}".encode()
    drawn = int.from_bytes(hmac.digest(key, place, hashlib.sha256))
    letters = ""
    for _ in range(LETTERS_IN_A_SLIP):
        drawn, at = divmod(drawn, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[at]
    return "-".join((letters[:3], letters[3:6], letters[6:]))


def locator_hash(key: bytes, school_id: UUID, written: str) -> bytes:
    """Return what is stored of a slip's letters, however they are written."""
    letters = "".join(one for one in written.upper() if one.isalnum())
    return hmac.digest(key, f"locator|{school_id}|{letters}".encode(), hashlib.sha256)


def still_to_wait(elapsed: float) -> float:
    """Return the seconds until the answer may leave, `elapsed` seconds after it was asked for."""
    return STRIDE_SECONDS - elapsed % STRIDE_SECONDS
