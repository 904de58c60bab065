"""The browser's session: an opaque id in one cookie, and what this process remembers about it.

The cookie holds the id and nothing else. Tokens stay here, in memory, until 30 seconds before
their end; a restart forgets them and asks accounts again.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fastapi import Request
from starlette.responses import Response

from services.shared import clock

SESSION_COOKIE = "__Host-lantern"
TABLET_COOKIE = "__Host-lantern-tablet"
SECONDS_BEFORE_THE_END = 30
SESSIONS_REMEMBERED = 10_000
TABLET_SECONDS = 400 * 24 * 60 * 60


@dataclass(frozen=True)
class Token:
    """A signed token for one service, and when it ends."""

    text: str = field(repr=False)
    expires_at: datetime

    def is_good(self) -> bool:
        """Say whether there is enough of it left to use."""
        return clock.now() < self.expires_at - timedelta(seconds=SECONDS_BEFORE_THE_END)


@dataclass
class Remembered:
    """What this process knows about one session.

    Its tokens by audience, who it is, and receipts that a service gives only once.
    """

    tokens: dict[str, Token] = field(default_factory=dict, repr=False)
    receipts: dict[str, object] = field(default_factory=dict, repr=False)
    description: object | None = None
    used_at: datetime | None = None


class Sessions:
    """The sessions that this process has seen lately, found by a hash of their id."""

    def __init__(self) -> None:
        self._remembered: OrderedDict[str, Remembered] = OrderedDict()

    def of(self, session: str) -> Remembered:
        """Return what is remembered of `session`; empty at first."""
        key = _hash(session)
        found = self._remembered.setdefault(key, Remembered())
        self._remembered.move_to_end(key)
        while len(self._remembered) > SESSIONS_REMEMBERED:
            self._remembered.popitem(last=False)
        return found

    def forget(self, session: str) -> None:
        """Drop everything about `session`: it ended."""
        self._remembered.pop(_hash(session), None)


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()


def session_of(request: Request) -> str | None:
    """Return the opaque session id that the browser sent, or None."""
    return request.cookies.get(SESSION_COOKIE) or None


def give_session(response: Response, session: str) -> None:
    """Let the browser keep `session` until it is closed or signed out."""
    _give(response, SESSION_COOKIE, session)


def take_session(response: Response) -> None:
    """Take the session id away from the browser."""
    response.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="strict")


def tablet_of(request: Request) -> str | None:
    """Return the secret of the enrolled tablet that this browser runs on, or None."""
    return request.cookies.get(TABLET_COOKIE) or None


def give_tablet(response: Response, secret: str) -> None:
    """Let this browser keep the tablet's secret; it counts as the second factor."""
    _give(response, TABLET_COOKIE, secret, TABLET_SECONDS)


def _give(response: Response, name: str, value: str, seconds: int | None = None) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict"
    )
