"""Who holds which role and can be reached, and whether the school is open."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.opening.models import SchoolOpening
from services.accounts.opening.rules import Holder

_HOLDERS = text(
    "SELECT h.role, h.person_id, EXISTS (SELECT FROM accounts.contact c"
    "  WHERE c.person_id = h.person_id AND c.channel = 'email'"
    "  AND c.verified_at IS NOT NULL) AS is_reached"
    " FROM directory.role_holder h WHERE h.school_id = :school ORDER BY h.role, h.rank"
)


async def holders_at(session: AsyncSession, school_id: UUID) -> tuple[Holder, ...]:
    """Return who holds which role, and whether a mailbox of theirs was tried."""
    rows = await session.execute(_HOLDERS, {"school": school_id})
    return tuple(Holder(row.role, row.person_id, row.is_reached) for row in rows)


async def opened_at(session: AsyncSession, school_id: UUID) -> datetime | None:
    """Return since when the school is open, or None."""
    asked = select(SchoolOpening.opened_at).where(SchoolOpening.school_id == school_id)
    found: datetime | None = await session.scalar(asked)
    return found
