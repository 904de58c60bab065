"""One listening connection per process, fanned out to the open inboxes of those who may know."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy import make_url, text

from services.shared.database import Database
from services.shared.logs import describe_error

CHANNEL = "reporting_changes"
TRY_AGAIN_SECONDS = 1.0
_READERS = text("SELECT reporting.readers_among(:case_id, :people)")
log = structlog.get_logger()


@dataclass(eq=False)
class Screen:
    """One open inbox; `changed` is set when something that its reader may see has changed."""

    person_id: UUID
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Changes:
    """Hears that a case has changed and wakes the screens of its readers, nobody else's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._screens: set[Screen] = set()
        self._heard: asyncio.Queue[UUID] = asyncio.Queue()

    @asynccontextmanager
    async def screen(self, person_id: UUID) -> AsyncIterator[Screen]:
        """Give a screen for one open inbox, for as long as it is open."""
        one = Screen(person_id)
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
        address = make_url(self._database.url).set(drivername="postgresql")
        connection = await asyncpg.connect(address.render_as_string(hide_password=False))
        ended = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: ended.set())
            await connection.add_listener(CHANNEL, self._hear)
            for one in self._screens:
                one.changed.set()
            await ended.wait()
        finally:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=1)

    def _hear(self, _connection: object, _pid: int, _channel: str, case_id: object) -> None:
        if self._screens:
            self._heard.put_nowait(UUID(str(case_id)))

    async def _wake(self) -> None:
        while True:
            case_id = await self._heard.get()
            people = list({one.person_id for one in self._screens})
            try:
                readers = await self._readers(case_id, people)
            except Exception as error:  # noqa: BLE001  # one lost look must not end all others
                log.warning("readers not found", **describe_error(error))
                continue
            for one in self._screens:
                if one.person_id in readers:
                    one.changed.set()

    async def _readers(self, case_id: UUID, people: list[UUID]) -> set[UUID]:
        async with self._database.session() as session:
            found = await session.scalars(_READERS, {"case_id": case_id, "people": people})
            return set(found)
