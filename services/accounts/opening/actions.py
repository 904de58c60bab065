"""Open a school for its children, once everything stands."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.opening import queries
from services.accounts.opening.models import SchoolOpening
from services.accounts.opening.rules import Check, checks
from services.accounts.opening.schemas import CheckShown, Opening
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.directory import profile_of
from services.shared.errors import Refused


async def look(session: AsyncSession, school_id: UUID) -> tuple[Check, ...]:
    """Return what must stand at the school, and what does not yet."""
    profile = await profile_of(session, school_id)
    holders = await queries.holders_at(session, school_id)
    return checks(holders, profile, clock.now().date())


async def show_opening(session: AsyncSession, school_id: UUID) -> Opening:
    """Return the page of the opening."""
    found = await look(session, school_id)
    return Opening(
        opened_at=await queries.opened_at(session, school_id),
        items=[CheckShown(what=one.what, why_not=one.why_not) for one in found],
    )


async def open_to_children(session: AsyncSession, school_id: UUID, person_id: UUID) -> None:
    """Let children tell from now on; again is the same as once.

    Raises Refused with the first thing that is missing (G-11).
    """
    missing = [one.why_not for one in await look(session, school_id) if one.why_not]
    if missing:
        raise Refused(missing[0])
    row = {"school_id": school_id, "opened_at": clock.now(), "opened_by_id": person_id}
    await session.execute(insert_once(SchoolOpening).values(**row).on_conflict_do_nothing())


async def open_school_by(session: AsyncSession, *, by: Caller) -> Opening:
    """Open the caller's school; raises Refused with the first thing that is missing."""
    await open_to_children(session, by.school_id, by.person_id)
    await audit(session, actor=by, act="school.opened", kind="school", subject_id=by.school_id)
    return await show_opening(session, by.school_id)
