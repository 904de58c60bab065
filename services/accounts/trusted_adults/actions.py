"""Put a grown-up on the children's list, change how they stand there, take them off."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.people.models import TrustedAdult
from services.accounts.trusted_adults import queries
from services.accounts.trusted_adults.rules import in_order, why_not_listed
from services.accounts.trusted_adults.schemas import ListAdult
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed


async def list_adult(
    session: AsyncSession, person_id: UUID, asked: ListAdult, *, by: Caller
) -> None:
    """Let children choose this member of staff; again changes what is different.

    Raises NotThere for somebody who does not work here, Malformed without their yes or a day.
    """
    await queries.require_staff(session, by.school_id, person_id)
    weekdays = in_order(asked.weekdays)
    why_not = why_not_listed(has_consented=asked.consented, weekdays=weekdays)
    if why_not:
        raise Malformed(why_not[1], (FieldError(*why_not),))
    shown = {
        "display_name": asked.display_name,
        "portrait": asked.portrait,
        "weekdays": weekdays,
        "consented_at": clock.now(),
        "recorded_by_id": by.person_id,
        "removed_at": None,
    }
    place = await queries.last_place(session, by.school_id) + 1
    row = upsert(TrustedAdult).values(
        person_id=person_id, school_id=by.school_id, sort=place, **shown
    )
    await session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=shown))
    await audit(session, actor=by, act="adult.listed", kind="person", subject_id=person_id)


async def unlist_adult(session: AsyncSession, person_id: UUID, *, by: Caller) -> None:
    """Take somebody off the children's list; again is the same as once."""
    await queries.require_staff(session, by.school_id, person_id)
    mine = update(TrustedAdult).where(
        TrustedAdult.person_id == person_id, TrustedAdult.removed_at.is_(None)
    )
    await session.execute(mine.values(removed_at=clock.now(), recorded_by_id=by.person_id))
    await audit(session, actor=by, act="adult.unlisted", kind="person", subject_id=person_id)
