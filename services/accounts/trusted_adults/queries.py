"""Who stands on the children's list."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.people.models import Person, TrustedAdult
from services.accounts.trusted_adults.schemas import ListedAdult
from services.shared.errors import NotThere


async def listed(session: AsyncSession, school_id: UUID) -> list[ListedAdult]:
    """Return the list, as children see it."""
    wanted = (
        select(TrustedAdult)
        .join(Person, Person.id == TrustedAdult.person_id)
        .where(TrustedAdult.school_id == school_id)
        .where(TrustedAdult.removed_at.is_(None), Person.is_active)
        .order_by(TrustedAdult.sort, TrustedAdult.person_id)
    )
    rows = await session.scalars(wanted)
    return [ListedAdult.model_validate(one, from_attributes=True) for one in rows]


async def require_staff(session: AsyncSession, school_id: UUID, person_id: UUID) -> None:
    """Raise NotThere for everybody who does not work at this school."""
    wanted = select(Person.id).where(
        Person.id == person_id,
        Person.school_id == school_id,
        Person.kind == "staff",
        Person.is_active,
    )
    if await session.scalar(wanted) is None:
        raise NotThere


async def last_place(session: AsyncSession, school_id: UUID) -> int:
    """Return the place of the last one who ever stood on the list; 0 for nobody."""
    wanted = select(func.max(TrustedAdult.sort)).where(TrustedAdult.school_id == school_id)
    return int(await session.scalar(wanted) or 0)
