"""Where a week begins, and whether its digest went out."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.models import Delivery

_WEEKS: Final = text("SELECT school_id, week_on FROM directory.weeks_beginning(:now)")


async def weeks_beginning(session: AsyncSession, now: datetime) -> list[tuple[UUID, date]]:
    """Return the schools whose week's first school day is under way, and that week's Monday."""
    rows = await session.execute(_WEEKS, {"now": now})
    return [(row.school_id, row.week_on) for row in rows]


async def is_queued(session: AsyncSession, digest_id: UUID) -> bool:
    """Say whether this week's digest was queued."""
    known = exists().where(Delivery.notice_id == digest_id)
    return bool(await session.scalar(select(known)))
