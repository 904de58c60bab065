"""The state of the queue and of the worker, over all schools; counts and times only."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.watch.rules import WORKER, Watch
from services.notifications.watch.schemas import ChannelState, Unreached

_WATCH = text(
    "SELECT (SELECT count(*) FROM queue.pgqueuer WHERE status = 'failed') AS held_jobs,"
    " (SELECT beat_at FROM notifications.worker_beat WHERE name = :worker) AS beat_at,"
    " w.undelivered, w.oldest_at FROM notifications.waiting() w"
)

_PROVIDERS = text(
    "SELECT channel, is_failing, reason, since FROM notifications.provider ORDER BY channel"
)

_UNREACHED = text(
    "SELECT p.display_name, array_agg(h.role ORDER BY h.role) AS roles,"
    " bool_or(EXISTS (SELECT FROM directory.contact c WHERE c.person_id = p.id"
    "  AND c.channel = 'email')) AS has_address"
    " FROM directory.role_holder h JOIN directory.person p ON p.id = h.person_id"
    " WHERE h.school_id = :school AND h.role IN ('dsl', 'ddsl', 'head', 'chair')"
    " AND NOT EXISTS (SELECT FROM directory.contact c WHERE c.person_id = p.id"
    "  AND c.channel = 'email' AND c.verified_at IS NOT NULL)"
    " GROUP BY p.id, p.display_name ORDER BY p.display_name, p.id"
)


async def providers(session: AsyncSession) -> list[ChannelState]:
    """Return each channel that was used, and whether its provider fails."""
    rows = (await session.execute(_PROVIDERS)).mappings()
    return [ChannelState(**row) for row in rows]


async def unreached(session: AsyncSession, school_id: UUID) -> list[Unreached]:
    """Return who stands on the ladder without a confirmed mailbox."""
    rows = (await session.execute(_UNREACHED, {"school": school_id})).mappings()
    return [Unreached(**row) for row in rows]


async def watch(session: AsyncSession) -> Watch:
    """Return held jobs, the worker's last sign of life, and what has not arrived."""
    row = (await session.execute(_WATCH, {"worker": WORKER})).one()
    return Watch(row.held_jobs, row.beat_at, row.undelivered, row.oldest_at)
