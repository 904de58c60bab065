"""The connection to PostgreSQL, and the base of every table."""

import time
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import DateTime, MetaData, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import mapped_column
from sqlalchemy.orm.properties import MappedColumn
from sqlalchemy.pool import ConnectionPoolEntry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# One role's limits (security.md 2.3): a stuck statement must not hold up a child's report.
SERVER_SETTINGS = {
    "statement_timeout": "5000",
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "10000",
    "synchronous_commit": "on",
    "search_path": "pg_catalog",
    "jit": "off",
}

LONG_REST_SECONDS = 30.0


def metadata_for(schema: str) -> MetaData:
    """Return the metadata of one service's `schema`, with our constraint names."""
    return MetaData(schema=schema, naming_convention=NAMING)


def moment(*, nullable: bool = False, index: bool = False) -> MappedColumn[datetime]:
    """Return a column for an aware UTC moment; its name ends in `_at`."""
    return mapped_column(DateTime(timezone=True), nullable=nullable, index=index)


async def fetch(session: AsyncSession, sql: str, *arguments: object) -> list[asyncpg.Record]:
    """Run one statement with $1, $2 ... in the session's transaction; return its rows.

    Straight on the driver, for what stands in the path of a child's report: SQLAlchemy takes ten
    times as long for the same. Raises asyncpg's own errors, and RuntimeError outside a
    transaction.
    """
    # `open_transaction` and `Transaction` have begun on this connection: nothing waits here
    driver: Any = session.sync_session.connection().connection.driver_connection
    if not driver.is_in_transaction():
        raise RuntimeError("nothing is written outside a transaction")
    rows: list[asyncpg.Record] = await driver.fetch(sql, *arguments)
    return rows


class Database:
    """One service's pool of connections, as that service's own role."""

    def __init__(self, url: str, *, pool_size: int = 16, max_overflow: int = 0) -> None:
        """Prepare the pool for the SQLAlchemy `url`; nothing is opened until it is needed.

        Whoever comes when all connections are in use waits up to 5 s for one. A connection of
        the overflow is closed after each use: a service that is busy has none.
        """
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_timeout=5,
            pool_recycle=1800,
            pool_use_lifo=True,
            connect_args={"server_settings": SERVER_SETTINGS, "timeout": 5},
        )
        event.listen(self.engine.sync_engine, "checkin", _note_rest)
        event.listen(self.engine.sync_engine, "checkout", self._require_alive)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    def _require_alive(
        self, connection: DBAPIConnection, entry: ConnectionPoolEntry, _fairy: object
    ) -> None:
        """Let nobody have a connection that the server has closed; drop all that rested with it.

        The driver knows at once of a server that ended. One that vanished without a word shows
        only when asked, which costs three round trips: so only after a long rest.
        """
        driver: Any = connection.driver_connection
        if driver.is_closed():
            raise InvalidatePoolError
        if time.monotonic() - entry.info.get("rests_since", time.monotonic()) > LONG_REST_SECONDS:
            dialect: Any = self.engine.sync_engine.dialect
            try:
                dialect.do_ping(connection)
            except dialect.loaded_dbapi.Error as gone:
                raise InvalidatePoolError from gone

    def session(self) -> AsyncSession:
        """Return a new session; the caller closes it."""
        return self.sessions()

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


def _note_rest(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["rests_since"] = time.monotonic()
