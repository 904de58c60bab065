"""Who is away, and who will be."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.absences.models import Absence
from services.accounts.absences.schemas import KnownAbsence
from services.shared.paging import PAGE, read_cursor, write_cursor

_STAFF = text(
    "SELECT s.time_zone FROM directory.person p JOIN directory.school s ON s.id = p.school_id"
    " WHERE p.id = :person AND p.school_id = :school AND p.is_active"
    " AND p.kind IN ('staff', 'governor')"
)
# Of two requests with one key the second waits here until the first is stored or has failed.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(cast(:key AS text), 9))")
_AWAY = text(
    "SELECT a.id, a.person_id, p.display_name, a.away_from, a.away_until,"
    " ARRAY(SELECT h.role FROM directory.role_holder h WHERE h.person_id = a.person_id"
    "       ORDER BY h.role) AS roles"
    " FROM accounts.absence a JOIN directory.person p ON p.id = a.person_id"
    " WHERE a.school_id = :school AND a.ended_at IS NULL AND a.away_until > :now"
    " AND (a.away_until, a.id) > (:after, :last)"
    " ORDER BY a.away_until, a.id LIMIT :most"
)
_NOBODY = UUID(int=0)


async def zone_of(session: AsyncSession, school_id: UUID, person_id: UUID) -> str | None:
    """Return the time zone in which this member of staff or governor works; None for others."""
    zone: str | None = await session.scalar(_STAFF, {"school": school_id, "person": person_id})
    return zone


async def absence_asked_with(session: AsyncSession, school_id: UUID, key: str) -> Absence | None:
    """Return what was marked with this Idempotency-Key, or None: ours is first."""
    await session.execute(_ONE_AT_A_TIME, {"key": f"{school_id}|{key}"})
    wanted = select(Absence).where(Absence.school_id == school_id, Absence.idempotency_key == key)
    return (await session.scalars(wanted)).one_or_none()


async def absence_at(session: AsyncSession, school_id: UUID, absence_id: UUID) -> Absence | None:
    """Return one absence of the school, locked."""
    wanted = select(Absence).where(Absence.school_id == school_id, Absence.id == absence_id)
    return (await session.scalars(wanted.with_for_update())).one_or_none()


async def who_is_away(
    session: AsyncSession, school_id: UUID, now: datetime, cursor: str | None
) -> tuple[list[KnownAbsence], str | None]:
    """Return who is or will be away, the first to return first, and where the next page begins."""
    after, last = now, _NOBODY
    if cursor:
        at, known = read_cursor(cursor, 2)
        after, last = datetime.fromisoformat(at), UUID(known)
    asked = {"school": school_id, "now": now, "after": after, "last": last, "most": PAGE + 1}
    rows = await session.execute(_AWAY, asked)
    found = [KnownAbsence.model_validate(row, from_attributes=True) for row in rows]
    following = None
    if len(found) > PAGE:
        end = found[PAGE - 1]
        following = write_cursor([end.away_until.isoformat(), str(end.id)])
    return found[:PAGE], following
