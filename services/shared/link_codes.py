"""The code that opens a page for somebody without an account: made, compared, locked, ended; pure.

Devices and reporting both write to parents; their pages open in the same way (architecture.md 7).
"""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from services.shared.errors import ApplicationError, TooMany

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # 31 signs: no 0 O, 1 I L
CODE_LENGTH = 8
WRONG_CODES = 5
TICKET_LIFETIME = timedelta(minutes=30)
LIFETIME = timedelta(days=30)

NOT_OPENED = (
    "That code does not open this page. Check the code the school gave you, or ring the office."
)
LOCKED = "This page is locked after five wrong codes. Please ring the school office for a new code."


class NotOpened(ApplicationError):
    """A wrong code, an unknown page, an old one: one answer for all, so nothing can be learned."""

    status = 403
    title = "Not opened"


class Locked(TooMany):
    """Five wrong codes; the office makes a new one."""

    title = "Locked"


def new_code() -> str:
    """Return a fresh code that can be read over the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def is_same_code(given: str, kept: str) -> bool:
    """Compare what a parent typed with `kept`, in constant time; spaces and case do not matter."""
    plain = "".join(sign for sign in given.upper() if sign.isalnum())
    return compare_digest(plain.encode(), kept.encode())


def is_locked(wrong_since_last_code: int) -> bool:
    """Say whether five wrong codes have been tried since the office last gave one."""
    return wrong_since_last_code >= WRONG_CODES


def ticket_is_good(opened_at: datetime, now: datetime) -> bool:
    """Say whether a page that was opened with the code may still be read."""
    return opened_at <= now <= opened_at + TICKET_LIFETIME


def has_ended(released_at: datetime, now: datetime) -> bool:
    """Say whether the notice is too old to be opened."""
    return now > released_at + LIFETIME
