"""Events leave in the transaction that makes them true: PgQueuer jobs in schema `queue`.

One job per event and subscriber is the outbox row (architecture.md 3, way 3). It carries ids only.
Who hears them: services/shared/hearing.py.
"""

from datetime import timedelta
from typing import Final

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence import qb
from pgqueuer.domain.settings import DBSettings
from pgqueuer.queries import Queries
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.database import fetch
from services.shared.subscriptions import SUBSCRIPTIONS

SETTINGS: Final = DBSettings(db_schema="queue")
_QUEUE: Final = qb.QueryQueueBuilder(settings=SETTINGS)
_INSTALL: Final = qb.QueryBuilderEnvironment(settings=SETTINGS)
_SCHEDULES: Final = qb.QuerySchedulerBuilder(settings=SETTINGS)
# PgQueuer's own statement as a function: what it does is part of one statement with a report.
_ENQUEUE: Final = f"""
CREATE OR REPLACE FUNCTION queue.enqueue(int[], text[], bytea[], interval[], text[], jsonb[])
RETURNS void LANGUAGE sql VOLATILE AS $enqueue${_QUEUE.build_enqueue_query()}$enqueue$
"""
_AT_ONCE: Final = [timedelta(0)]

# What a subscriber has heard, so that a job picked twice acts once. One table serves all: a job's
# number is unique in the queue.
_HANDLED = """
CREATE TABLE IF NOT EXISTS queue.handled_event (
    job_id bigint NOT NULL,
    subscriber text NOT NULL,
    school_id uuid NOT NULL,
    handled_at timestamptz NOT NULL,
    CONSTRAINT pk_handled_event PRIMARY KEY (job_id, subscriber)
);
ALTER TABLE queue.handled_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue.handled_event FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS school ON queue.handled_event;
CREATE POLICY school ON queue.handled_event
    USING (school_id = directory.current_school())
    WITH CHECK (school_id = directory.current_school());
"""
# A publisher adds jobs and reads back their numbers; only the worker, which listens as
# notifications_service, takes them.
_RIGHTS = """
GRANT INSERT ON queue.pgqueuer, queue.pgqueuer_log TO lantern_services;
GRANT SELECT (id, entrypoint, priority, dedupe_key) ON queue.pgqueuer TO lantern_services;
GRANT SELECT, INSERT ON queue.handled_event TO lantern_services;
GRANT SELECT, UPDATE, DELETE ON queue.pgqueuer, queue.pgqueuer_log TO notifications_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON queue.pgqueuer_statistics, queue.pgqueuer_schedules
    TO notifications_service;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA queue TO lantern_services;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA queue TO lantern_services;
"""


def queries_on(connection: asyncpg.Connection) -> Queries:
    """Return PgQueuer's queries on a driver connection, in our schema."""
    driver = AsyncpgDriver(connection)
    return Queries(driver, qbe=_INSTALL, qbq=_QUEUE, qbs=_SCHEDULES)


def entrypoint(event: type[BaseModel], subscriber: str) -> str:
    """Return the job name under which `subscriber` hears `event`."""
    return f"{event.__name__}.{subscriber}"


async def install(connection: asyncpg.Connection) -> None:
    """Make or bring up to date the queue's tables; run by the foundation, as the superuser."""
    queries = queries_on(connection)
    await connection.execute("SET ROLE lantern_owner")
    try:
        if await queries.schema_is_installed():
            await queries.upgrade()
        else:
            await queries.install(create_schema=False)
        await connection.execute(_HANDLED)
        await connection.execute(_ENQUEUE)
        await connection.execute(_RIGHTS)
    finally:
        await connection.execute("RESET ROLE")


def recording(event: BaseModel) -> tuple[str, tuple[object, ...]]:
    """Return the call that enqueues `event` for each of its subscribers, and its arguments.

    A {} stands in the call for each argument. Raises KeyError for an event that
    services/shared/subscriptions.py does not name.
    """
    who = SUBSCRIPTIONS[type(event)]
    payload = event.model_dump_json().encode()
    names = [entrypoint(type(event), subscriber) for subscriber in who]
    count, each = len(names), [None] * len(names)
    arguments = [0] * count, names, [payload] * count, _AT_ONCE * count, each, each
    return "queue.enqueue({}, {}, {}, {}, {}, {})", arguments


async def record(session: AsyncSession, event: BaseModel) -> None:
    """Enqueue `event` for each of its subscribers, in the session's own transaction.

    One round trip for all subscribers. Raises KeyError as `recording` does.
    """
    call, arguments = recording(event)
    await fetch(session, "SELECT " + call.format("$1", "$2", "$3", "$4", "$5", "$6"), *arguments)
