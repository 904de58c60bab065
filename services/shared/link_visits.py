"""Coming in by link and code: whose turn it is, the try written down, the ticket given.

Whoever comes has no account: the link's random id and the code are the key, and the worker of the
service acts for them. A wrong code is written down before it is refused: the count must not fall
with the refusal.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.database import Database
from services.shared.errors import ApplicationError
from services.shared.link_codes import NOT_OPENED, NotOpened, hashed, is_same_code, new_ticket
from services.shared.transactions import open_transaction

_ONE_AT_A_TIME: Final = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(cast(:page AS text), 8))"
)


@dataclass(frozen=True)
class Lock:
    """What a typed code is held against, and why no code opens the page now, where none does."""

    code: str
    shut: ApplicationError | None = None


class Visit(Protocol):
    """Somebody at one page behind a link, in a transaction of the service's worker."""

    async def lock(self) -> Lock:
        """Return the page's lock as it stands now."""

    async def note_wrong_code(self) -> None:
        """Write a wrong code down."""

    async def note_opened(self, ticket: bytes) -> None:
        """Write down that the code was right; `ticket` is the hash of what was given for it."""


Visitor = TypeVar("Visitor", bound=Visit)
Opened = TypeVar("Opened")


async def take_turn(session: AsyncSession, page_id: UUID) -> None:
    """Wait until nobody else writes at this page, so that the fifth wrong code is the last.

    The rows are counted: of two tries at once, the second must see the first.
    """
    await session.execute(_ONE_AT_A_TIME, {"page": str(page_id)})


@asynccontextmanager
async def at_the_door(
    database: Database, page_id: UUID, *, school_id: UUID | None, worker: UUID
) -> AsyncIterator[AsyncSession]:
    """Open a transaction of `worker` at the page's school, and wait there for the page's turn.

    Raises NotOpened where no school is known: there is no such page.
    """
    if school_id is None:
        raise NotOpened(NOT_OPENED)
    async with open_transaction(database, school_id=school_id, person_id=worker) as session:
        await take_turn(session, page_id)
        yield session


async def let_in(
    visiting: AbstractAsyncContextManager[Visitor],
    code: str,
    opened: Callable[[Visitor, str], Awaitable[Opened]],
) -> Opened:
    """Try `code`; return what `opened` makes of the visit and its new ticket.

    Raises what the page refuses with, NotOpened or Locked, once the try is stored.
    """
    async with visiting as visit:
        outcome = await _try_code(visit, code)
        if isinstance(outcome, str):
            return await opened(visit, outcome)
    raise outcome


async def _try_code(visit: Visit, code: str) -> str | ApplicationError:
    lock = await visit.lock()
    if lock.shut is not None:
        return lock.shut
    if not is_same_code(code, lock.code):
        await visit.note_wrong_code()
        return (await visit.lock()).shut or NotOpened(NOT_OPENED)
    ticket = new_ticket()
    await visit.note_opened(hashed(ticket))
    return ticket
