"""The code that opens a page for somebody without an account: made, compared, locked, ended; pure.

Devices and reporting both write to parents, reporting to the LADO, the police and governors too;
their pages open in the same way (architecture.md 7). What a try writes down: link_visits.py.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.shared.errors import ApplicationError, TooMany

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # 31 signs: no 0 O, 1 I L
CODE_LENGTH = 8
WRONG_CODES = 5
WRONG_CODE = "wrong_code"  # what the row of a wrong one is called, whatever the page
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


class _Typed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Code(_Typed):
    """The code as somebody typed it who was given it by another route than the link."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class Ticket(_Typed):
    """Proof that this browser has given the code; good for half an hour."""

    ticket: Annotated[str, StringConstraints(max_length=64)]


class Tried(Protocol):
    """One row of what happened to a page behind a link; an opened one keeps its ticket's hash."""

    act: str
    at: datetime
    ticket_sha256: bytes | None


def new_code() -> str:
    """Return a fresh code that can be read over the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def is_same_code(given: str, kept: str) -> bool:
    """Compare what was typed with `kept`, in constant time; spaces and case do not matter."""
    plain = "".join(sign for sign in given.upper() if sign.isalnum())
    return compare_digest(plain.encode(), kept.encode())


def is_locked(wrong_since_last_code: int) -> bool:
    """Say whether five wrong codes have been tried since the office last gave one."""
    return wrong_since_last_code >= WRONG_CODES


def wrong_since(made: str, happenings: Iterable[Tried]) -> int:
    """Return how many wrong codes were tried since the last happening called `made`."""
    wrong = 0
    for one in happenings:
        wrong = 0 if one.act == made else wrong + (one.act == WRONG_CODE)
    return wrong


def new_ticket() -> str:
    """Return a fresh ticket; only its hash is kept."""
    return secrets.token_urlsafe(24)


def hashed(ticket: str) -> bytes:
    """Return what is kept of a ticket."""
    return hashlib.sha256(ticket.encode()).digest()


def ticket_is_good(opened_at: datetime, now: datetime) -> bool:
    """Say whether a page that was opened with the code may still be read."""
    return opened_at <= now <= opened_at + TICKET_LIFETIME


def check_ticket(happenings: Iterable[Tried], ticket: str, now: datetime) -> None:
    """Raise NotOpened unless one of `happenings` gave out `ticket` within the last half hour."""
    wanted = hashed(ticket)
    opened = [one for one in happenings if one.ticket_sha256 == wanted]
    if not any(ticket_is_good(one.at, now) for one in opened):
        raise NotOpened(NOT_OPENED)


def has_ended(released_at: datetime, now: datetime) -> bool:
    """Say whether the notice is too old to be opened."""
    return now > released_at + LIFETIME
