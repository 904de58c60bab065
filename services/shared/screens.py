"""Live screens: one listening connection per process wakes the open streams of those who may know.

A stream says "something changed", never what (architecture.md 3). A service names its channel and
says which screens a message wakes; it puts the message in with pg_notify, in the transaction that
makes the change, so that nothing is heard that was not stored.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import ClassVar

import asyncpg
import structlog
from fastapi import Request
from sqlalchemy import make_url, text

from services.shared.callers import Caller
from services.shared.database import Database
from services.shared.logs import describe_error
from services.shared.tokens import TokenRefused

TRY_AGAIN_SECONDS = 1.0
_IS_LIVE = text("SELECT directory.session_is_live(:session_id, :version)")
log = structlog.get_logger()


@dataclass(eq=False)
class Screen:
    """One open stream; `changed` is set when something that its reader may see has changed."""

    reader: Caller
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def has_changed(self, seconds: float) -> bool:
        """Wait at most `seconds` for a change; say whether one came."""
        try:
            await asyncio.wait_for(self.changed.wait(), seconds)
        except TimeoutError:
            return False
        self.changed.clear()
        return True


class Screens(ABC):
    """Hears what was told on `channel` and wakes the screens it concerns, nobody else's."""

    channel: ClassVar[str]

    def __init__(self, database: Database) -> None:
        self.database = database
        self._screens: set[Screen] = set()
        self._heard: asyncio.Queue[str] = asyncio.Queue()

    @abstractmethod
    async def woken(self, told: str, screens: Collection[Screen]) -> Collection[Screen]:
        """Return which of `screens` the message `told` is for."""

    @asynccontextmanager
    async def screen(self, reader: Caller) -> AsyncIterator[Screen]:
        """Give a screen for one open stream, for as long as it is open."""
        one = Screen(reader)
        # what changed between reading the list and opening the stream is looked at once
        one.changed.set()
        self._screens.add(one)
        try:
            yield one
        finally:
            self._screens.discard(one)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen while the service runs."""
        tasks = [asyncio.create_task(one) for one in (self._listen(), self._wake())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        """Keep one connection listening; after a break everybody looks again."""
        while True:
            try:
                await self._listen_once()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("listening broke", **describe_error(error))
            await asyncio.sleep(TRY_AGAIN_SECONDS)

    async def _listen_once(self) -> None:
        address = make_url(self.database.url).set(drivername="postgresql")
        connection = await asyncpg.connect(address.render_as_string(hide_password=False))
        ended = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: ended.set())
            await connection.add_listener(self.channel, self._hear)
            for one in self._screens:
                one.changed.set()
            await ended.wait()
        finally:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=1)

    def _hear(self, _connection: object, _pid: int, _channel: str, told: object) -> None:
        if self._screens:
            self._heard.put_nowait(str(told))

    async def _wake(self) -> None:
        while True:
            told = await self._heard.get()
            try:
                woken = await self.woken(told, tuple(self._screens))
            except Exception as error:  # noqa: BLE001  # one lost look must not end all others
                log.warning("nobody was woken", **describe_error(error))
                continue
            for one in woken:
                one.changed.set()


class LiveReader:
    """A reader at a stream, asked again and again whether they still may listen."""

    def __init__(self, request: Request, reader: Caller, token: str) -> None:
        self.reader = reader
        self.changes: Screens = request.app.state.changes
        self._state = request.app.state
        self._token = token

    async def may_listen(self) -> bool:
        """Say whether the token has not ended and the session is still live."""
        try:
            await self._state.verifier.verify(self._token)
        except TokenRefused:
            return False
        asked = {"session_id": self.reader.session_id, "version": self.reader.version}
        async with self._state.database.session() as session:
            return bool(await session.scalar(_IS_LIVE, asked))
