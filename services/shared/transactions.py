"""One request, one transaction; nobody else commits.

FastAPI runs the exit part of an ordinary `yield` dependency *after* the client has its answer
(security.md 0.2). `scope="function"` runs it before, so that an answer means: it is stored.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.callers import AnyCaller
from services.shared.database import Database
from services.shared.errors import NotSignedIn

_WHO = "SELECT set_config('app.school_id', $1, true), set_config('app.person_id', $2, true)"
_WHO_AND_LIVE = text(
    "SELECT directory.session_is_live(:session_id, :version),"
    " set_config('app.school_id', :school, true), set_config('app.person_id', :person, true)"
)


@asynccontextmanager
async def open_transaction(
    database: Database, *, school_id: UUID, person_id: UUID
) -> AsyncIterator[AsyncSession]:
    """Open a transaction for one school and one person (or system person); commit at the end.

    Row security shows this transaction that school's rows only.
    """
    async with database.session() as session, session.begin():
        await _say_who(session, school_id, person_id)
        yield session


async def _say_who(session: AsyncSession, school_id: UUID, person_id: UUID) -> None:
    connection = await session.connection()
    await connection.exec_driver_sql(_WHO, (str(school_id), str(person_id)))


async def transaction(request: Request, caller: AnyCaller) -> AsyncIterator[AsyncSession]:
    """Yield the caller's transaction; committed before the answer leaves.

    Raises NotSignedIn where the session has ended or its version has moved on: a disabled
    account or a changed role bites at once (architecture.md 7).
    """
    database: Database = request.app.state.database
    async with database.session() as session, session.begin():
        await _set_caller(session, caller)
        yield session


async def _set_caller(session: AsyncSession, caller: AnyCaller) -> None:
    if caller.kind == "pupil_page":
        await _say_who(session, caller.school_id, caller.person_id)
        return
    who = {"school": str(caller.school_id), "person": str(caller.person_id)}
    live = await session.scalar(
        _WHO_AND_LIVE, {**who, "session_id": caller.session_id, "version": caller.version}
    )
    if not live:
        raise NotSignedIn


# For a route that has something slow to do before, such as hashing a password.
callers_transaction = asynccontextmanager(transaction)


async def live_caller(request: Request, caller: AnyCaller) -> None:
    """Raise NotSignedIn as `transaction` does, and let go of the connection at once."""
    async with callers_transaction(request, caller):
        pass


Transaction = Annotated[AsyncSession, Depends(transaction, scope="function")]
