"""Show that the worker lives."""

from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.watch.models import WorkerBeat
from services.notifications.watch.rules import WORKER
from services.shared import clock


async def show_life(session: AsyncSession) -> None:
    """Write down this moment as the worker's last sign of life."""
    now = clock.now()
    await session.execute(
        insert_once(WorkerBeat)
        .values(name=WORKER, beat_at=now)
        .on_conflict_do_update(index_elements=["name"], set_={"beat_at": now})
    )
