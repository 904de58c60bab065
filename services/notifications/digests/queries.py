"""Where a week begins, and whether its digest went out."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.models import Delivery

_WEEKS: Final = text("SELECT school_id, week_on FROM directory.weeks_beginning(:now)")

_HELD_BACK: Final = text(
    "SELECT p.person_id FROM notifications.preference p"
    " WHERE p.school_id = :school_id AND p.can_wait = 'weekly' AND EXISTS ("
    "  SELECT FROM notifications.delivery d WHERE d.person_id = p.person_id"
    "  AND d.reason = 'not_wanted' AND d.purpose <> 'digest' AND d.queued_at > :since)"
)


async def weeks_beginning(session: AsyncSession, now: datetime) -> list[tuple[UUID, date]]:
    """Return the schools whose week's first school day is under way, and that week's Monday."""
    rows = await session.execute(_WEEKS, {"now": now})
    return [(row.school_id, row.week_on) for row in rows]


async def held_back_since(
    session: AsyncSession, school_id: UUID, since: datetime
) -> frozenset[UUID]:
    """Return who wants one mail a week and was not mailed something since then."""
    known = {"school_id": school_id, "since": since}
    return frozenset(await session.scalars(_HELD_BACK, known))


async def is_queued(session: AsyncSession, digest_id: UUID) -> bool:
    """Say whether this week's digest was queued."""
    known = exists().where(Delivery.notice_id == digest_id)
    return bool(await session.scalar(select(known)))
