"""The state of the queue and of the worker, over all schools; counts and times only."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.watch.rules import WORKER, Watch
from services.notifications.watch.schemas import ChannelState

_WATCH = text(
    "SELECT (SELECT count(*) FROM queue.pgqueuer WHERE status = 'failed') AS held_jobs,"
    " (SELECT beat_at FROM notifications.worker_beat WHERE name = :worker) AS beat_at,"
    " w.undelivered, w.oldest_at FROM notifications.waiting() w"
)

_PROVIDERS = text(
    "SELECT channel, is_failing, reason, since FROM notifications.provider ORDER BY channel"
)


async def providers(session: AsyncSession) -> list[ChannelState]:
    """Return each channel that was used, and whether its provider fails."""
    rows = (await session.execute(_PROVIDERS)).mappings()
    return [ChannelState(**row) for row in rows]


async def watch(session: AsyncSession) -> Watch:
    """Return held jobs, the worker's last sign of life, and what has not arrived."""
    row = (await session.execute(_WATCH, {"worker": WORKER})).one()
    return Watch(row.held_jobs, row.beat_at, row.undelivered, row.oldest_at)
