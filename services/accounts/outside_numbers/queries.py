"""The numbers outside the school, and who checked each of them last."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.outside_numbers.models import How, NumberCheck
from services.accounts.outside_numbers.rules import facts_of, is_verified
from services.accounts.outside_numbers.schemas import NumberShown, Who
from services.accounts.schools.queries import school_in_force
from services.shared import clock
from services.shared.directory import people_by_id


async def check_asked_with(session: AsyncSession, school_id: UUID, key: str) -> NumberCheck | None:
    """Return what was checked with this Idempotency-Key, or None."""
    wanted = select(NumberCheck).where(
        NumberCheck.school_id == school_id, NumberCheck.idempotency_key == key
    )
    return (await session.scalars(wanted)).one_or_none()


async def last_checks(session: AsyncSession, school_id: UUID) -> dict[str, NumberCheck]:
    """Return the last check of each contact."""
    wanted = (
        select(NumberCheck)
        .where(NumberCheck.school_id == school_id)
        .ext(distinct_on(NumberCheck.who))
        .order_by(NumberCheck.who, NumberCheck.at.desc(), NumberCheck.id)
    )
    return {one.who: one for one in await session.scalars(wanted)}


async def numbers_of(session: AsyncSession, school_id: UUID) -> list[NumberShown]:
    """Return every number that staff may have to ring, known or missing."""
    school = await school_in_force(session, school_id)
    checks = await last_checks(session, school_id)
    people = await people_by_id(session, {one.checked_by_id for one in checks.values()})
    today = clock.today(school.time_zone)
    shown = []
    for who in Who:
        facts, check = facts_of(school.profile, who), checks.get(who)
        by = people.get(check.checked_by_id) if check else None
        one = NumberShown(
            who=who,
            name=facts.name,
            phone=facts.phone,
            owner=facts.owner,
            email=facts.email,
            checked_on=_day(facts.checked_on),
            checked_by=by.display_name if by else None,
            how=How(check.how) if check else None,
            is_verified=is_verified(facts, today),
        )
        shown.append(one)
    return shown


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
