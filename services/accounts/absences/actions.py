"""Mark somebody away, and back again."""

from uuid import UUID, uuid4

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.absences import queries
from services.accounts.absences.models import Absence
from services.accounts.absences.rules import span, why_not_away
from services.accounts.absences.schemas import MarkAway
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import Conflict, FieldError, Malformed, NotThere

OTHER_CONTENT = "This form was sent before with other answers. Open the page again."


async def mark_away(session: AsyncSession, asked: MarkAway, key: str, *, by: Caller) -> UUID:
    """Let others be asked in this person's place on these days; return the absence's id.

    The same request again changes nothing. Raises Malformed for days that cannot be, NotThere for
    somebody who does not work here, Conflict for the same key with other content.
    """
    zone = await queries.zone_of(session, by.school_id, asked.person_id)
    if zone is None:
        raise NotThere
    why_not = why_not_away(asked.first_on, asked.last_on, clock.today(zone))
    if why_not:
        raise Malformed(why_not, (FieldError("last_on", why_not),))
    away_from, away_until = span(asked.first_on, asked.last_on, zone)
    row = {"person_id": asked.person_id, "away_from": away_from, "away_until": away_until}
    known = await queries.absence_asked_with(session, by.school_id, key)
    if known is not None:
        if any(getattr(known, name) != fact for name, fact in row.items()):
            raise Conflict(OTHER_CONTENT)
        return known.id
    return await _store(session, row, key, by)


async def _store(session: AsyncSession, row: dict[str, object], key: str, by: Caller) -> UUID:
    absence_id = uuid4()
    more = {
        "id": absence_id,
        "school_id": by.school_id,
        "idempotency_key": key,
        "recorded_by_id": by.person_id,
        "recorded_at": clock.now(),
    }
    await session.execute(insert(Absence), [{**row, **more}])
    await audit(session, actor=by, act="absence.marked", kind="absence", subject_id=absence_id)
    return absence_id


async def end_absence(session: AsyncSession, absence_id: UUID, *, by: Caller) -> None:
    """Say that somebody is back; again is the same as once. Raises NotThere for unknown ones."""
    known = await queries.absence_at(session, by.school_id, absence_id)
    if known is None:
        raise NotThere
    if known.ended_at is not None:
        return
    back = {"ended_at": clock.now(), "ended_by_id": by.person_id}
    await session.execute(update(Absence).where(Absence.id == absence_id).values(**back))
    await audit(session, actor=by, act="absence.ended", kind="absence", subject_id=absence_id)
