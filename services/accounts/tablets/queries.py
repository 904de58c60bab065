"""What is known of the school's tablets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.sign_in.models import SignInSession, Tablet
from services.accounts.tablets.schemas import KnownTablet
from services.shared.errors import NotThere
from services.shared.paging import PAGE, read_cursor, write_cursor

# Of two requests with one key the second waits here until the first is stored or has failed.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(cast(:key AS text), 9))")


def _tablets(
    school_id: UUID,
) -> Select[UUID, str, datetime, datetime, datetime | None]:
    last_used_at = (
        select(func.max(SignInSession.last_seen_at))
        .where(SignInSession.tablet_id == Tablet.id)
        .scalar_subquery()
    )
    return select(
        Tablet.id,
        Tablet.name,
        Tablet.enrolled_at,
        last_used_at.label("last_used_at"),
        Tablet.revoked_at,
    ).where(Tablet.school_id == school_id)


async def tablets_at(
    session: AsyncSession, school_id: UUID, cursor: str | None
) -> tuple[list[KnownTablet], str | None]:
    """Return a page of the school's tablets, newest first, and where the next page begins."""
    wanted = _tablets(school_id)
    if cursor:
        before = datetime.fromisoformat(read_cursor(cursor, 1)[0])
        wanted = wanted.where(Tablet.enrolled_at < before)
    rows = await session.execute(wanted.order_by(Tablet.enrolled_at.desc()).limit(PAGE + 1))
    found = [KnownTablet.model_validate(row, from_attributes=True) for row in rows]
    is_more = len(found) > PAGE
    following = write_cursor([found[PAGE - 1].enrolled_at.isoformat()]) if is_more else None
    return found[:PAGE], following


async def tablet_at(session: AsyncSession, school_id: UUID, tablet_id: UUID) -> KnownTablet:
    """Return one tablet; raises NotThere where it is another school's."""
    found = (await session.execute(_tablets(school_id).where(Tablet.id == tablet_id))).one_or_none()
    if found is None:
        raise NotThere
    return KnownTablet.model_validate(found, from_attributes=True)


async def tablet_asked_with(session: AsyncSession, school_id: UUID, key: str) -> Tablet | None:
    """Return the tablet that was enrolled with this Idempotency-Key, or None: ours is first."""
    await session.execute(_ONE_AT_A_TIME, {"key": f"{school_id}|{key}"})
    wanted = select(Tablet).where(Tablet.school_id == school_id, Tablet.idempotency_key == key)
    return (await session.scalars(wanted)).one_or_none()
