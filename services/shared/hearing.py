"""The subscribers' side of the queue: hear each event once, lose none while PostgreSQL is away.

A service's `worker.py` holds `SUBSCRIBERS: dict[str, Subscriber]`, by "<EventName>.<service>". The
subscriber gets an open transaction of the event's school, acting as that service's named system
person; it neither commits nor catches what it cannot put right. A failure holds the job for a
person to look at (red on /health); PgQueuer never retries.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import structlog
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.models import Job
from pgqueuer.errors import RetryRequested
from pydantic import BaseModel
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared import clock, directory
from services.shared.application import is_away
from services.shared.database import SERVER_SETTINGS, Database
from services.shared.logs import describe_error
from services.shared.queue import SETTINGS, entrypoint, queries_on
from services.shared.subscriptions import SUBSCRIPTIONS
from services.shared.transactions import open_transaction

Subscriber = Callable[[AsyncSession, Any], Awaitable[None]]

ACTS_AS: Final = {
    "accounts": directory.ACCOUNTS_WORKER,
    "reporting": directory.REPORTING_WORKER,
    "notifications": directory.NOTIFICATIONS_WORKER,
    "devices": directory.DEVICES_WORKER,
}
AT_THE_SAME_TIME = 4
# No subscriber waits for a mail server: a minute is far beyond four times the longest one.
HEARTBEAT_TIMEOUT = timedelta(seconds=60)
# Notifications wake us; this is how often we look without one.
LOOK_EVERY = timedelta(seconds=5)
_WAIT_WHILE_AWAY = 0.5
_JOB_NUMBER = "job_id"

_FIRST_TIME = text(
    "INSERT INTO queue.handled_event (job_id, subscriber, school_id, handled_at)"
    " VALUES (:job_id, :subscriber, :school_id, :at) ON CONFLICT DO NOTHING"
)

_log = structlog.get_logger()


class SubscriberFailed(Exception):
    """A subscriber raised; the job is held. Says its kind only: values may be a child's words."""


def job_number(session: AsyncSession) -> int:
    """Return the number of the job this session hears; later facts have higher numbers."""
    return int(session.info[_JOB_NUMBER])


@dataclass(frozen=True)
class Subscription:
    """One service hearing one kind of event."""

    event: type[BaseModel]
    service: str
    database: Database
    hear: Subscriber
    after_commit: Callable[[AsyncSession], None] | None
    stopping: asyncio.Event

    @property
    def name(self) -> str:
        """Return the job name, such as ConcernReceived.notifications."""
        return entrypoint(self.event, self.service)

    async def __call__(self, job: Job) -> None:
        """Hear `job` once; wait where the database is away, raise SubscriberFailed otherwise."""
        while True:
            try:
                await self._hear_once(job)
            except Exception as error:  # noqa: BLE001  # _bear raises what it cannot wait out
                await self._bear(error, job)
            else:
                return

    async def _hear_once(self, job: Job) -> None:
        event = self.event.model_validate_json(job.payload or b"")
        school_id: UUID = event.school_id  # type: ignore[attr-defined]  # every event has one
        async with open_transaction(
            self.database, school_id=school_id, person_id=ACTS_AS[self.service]
        ) as session:
            session.info[_JOB_NUMBER] = job.id
            if await self._is_repeat(session, job, school_id):
                return
            await self.hear(session, event)
        if self.after_commit is not None:
            self.after_commit(session)

    async def _is_repeat(self, session: AsyncSession, job: Job, school_id: UUID) -> bool:
        heard = {"job_id": job.id, "subscriber": self.service, "school_id": school_id}
        result = await session.execute(_FIRST_TIME, {**heard, "at": clock.now()})
        return bool(result.rowcount == 0)  # type: ignore[attr-defined]  # an INSERT's cursor result

    async def _bear(self, error: Exception, job: Job) -> None:
        if not is_away(error):
            _log.error("job held", entrypoint=self.name, job_id=job.id, **describe_error(error))
            # Without the cause: PgQueuer stores the traceback, and a statement's values with it.
            raise SubscriberFailed(type(error).__name__) from None
        if self.stopping.is_set():
            raise RetryRequested(delay=timedelta(0)) from None
        await asyncio.sleep(_WAIT_WHILE_AWAY)


def subscriptions_of(
    service: str,
    database: Database,
    subscribers: dict[str, Subscriber],
    stopping: asyncio.Event,
    after_commit: Callable[[AsyncSession], None] | None = None,
) -> list[Subscription]:
    """Return what `service` hears; raises KeyError where it has no subscriber for an event."""
    return [
        Subscription(
            event,
            service,
            database,
            subscribers[entrypoint(event, service)],
            after_commit,
            stopping,
        )
        for event, who in SUBSCRIPTIONS.items()
        if service in who
    ]


async def hear_until(
    stopping: asyncio.Event, database_url: str, heard: Sequence[Subscription]
) -> None:
    """Take jobs until `stopping` is set; connect again whenever PostgreSQL went away."""
    # Its own log would print a traceback with values.
    logging.getLogger("pgqueuer").setLevel(logging.CRITICAL)
    while not stopping.is_set():
        try:
            await _hear_on_one_connection(stopping, database_url, heard)
        except Exception as error:  # noqa: BLE001  # whatever it was, somebody must go on listening
            _log.warning("queue connection lost", **describe_error(error))
        if not stopping.is_set():
            await asyncio.sleep(_WAIT_WHILE_AWAY)


async def _hear_on_one_connection(
    stopping: asyncio.Event, database_url: str, heard: Sequence[Subscription]
) -> None:
    address = make_url(database_url).set(drivername="postgresql")
    connection = await asyncpg.connect(
        address.render_as_string(hide_password=False),
        timeout=5,
        command_timeout=10,
        server_settings={**SERVER_SETTINGS, "application_name": "lantern-worker"},
    )
    manager = QueueManager(queries_on(connection), channel=SETTINGS.channel)
    connection.add_termination_listener(lambda _lost: manager.shutdown.set())
    for one in heard:
        manager.entrypoint(
            one.name, concurrency_limit=AT_THE_SAME_TIME, on_failure="hold", accepts_context=False
        )(one.__call__)
    end = asyncio.create_task(_end_with(stopping, manager.shutdown))
    try:
        await manager.run(
            dequeue_timeout=LOOK_EVERY,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            shutdown_on_listener_failure=True,
        )
    finally:
        end.cancel()
        connection.terminate()


async def _end_with(stopping: asyncio.Event, shutdown: asyncio.Event) -> None:
    await stopping.wait()
    shutdown.set()
