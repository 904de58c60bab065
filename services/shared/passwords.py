"""Hash and check passwords with Argon2id; the only importer of passlib.

46 MiB, one pass, one lane (security.md 2.2); at most two hashes at once, in threads, so that thirty
teachers at a quarter to nine cost 92 MiB and no waiting child.
"""

import asyncio
import secrets
from collections.abc import Callable
from functools import cache
from typing import TypeVar
from weakref import WeakKeyDictionary

from passlib.context import CryptContext

Result = TypeVar("Result")

LONGEST_PASSWORD = 1024
AT_ONCE = 2

_scheme = CryptContext(
    schemes=["argon2"],
    argon2__type="ID",
    argon2__memory_cost=46 * 1024,
    argon2__rounds=1,
    argon2__parallelism=1,
)
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def hash_password(password: str) -> str:
    """Return the Argon2id hash to store; raises ValueError for more than 1,024 characters."""
    if len(password) > LONGEST_PASSWORD:
        raise ValueError("a password has at most 1,024 characters")
    return await _in_turn(lambda: str(_scheme.hash(password)))


async def verify_password(password: str, stored: str | None) -> bool:
    """Say whether `password` fits `stored`; None (nobody) takes as long and never fits."""
    cut = password[: LONGEST_PASSWORD + 1]
    fits = await _in_turn(lambda: bool(_scheme.verify(cut, stored or _nobodys())))
    return fits and stored is not None and len(password) <= LONGEST_PASSWORD


def needs_update(stored: str) -> bool:
    """Say whether `stored` was made with other settings and should be made anew at sign-in."""
    return bool(_scheme.needs_update(stored))


@cache
def _nobodys() -> str:
    return str(_scheme.hash(secrets.token_urlsafe(32)))


async def _in_turn(work: Callable[[], Result]) -> Result:
    loop = asyncio.get_running_loop()
    turn = _turns.setdefault(loop, asyncio.Semaphore(AT_ONCE))
    async with turn:
        return await asyncio.to_thread(work)
