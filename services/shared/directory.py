"""Reference data that accounts owns and every service may read (architecture.md 3, way 4)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Workers act as these named persons; services/shared/foundation/20_functions.sql knows them too.
ACCOUNTS_WORKER = UUID("00000000-0000-4000-8000-000000000001")
REPORTING_WORKER = UUID("00000000-0000-4000-8000-000000000002")
NOTIFICATIONS_WORKER = UUID("00000000-0000-4000-8000-000000000003")
DEVICES_WORKER = UUID("00000000-0000-4000-8000-000000000004")
# The child's page acts as nobody: a person who exists in no school.
PUPIL_PAGE = UUID("00000000-0000-4000-8000-0000000000ff")


@dataclass(frozen=True)
class Person:
    """Somebody the school knows, as others may see them."""

    id: UUID
    kind: str
    display_name: str
    job_title: str | None


@dataclass(frozen=True)
class RoleHolder:
    """Who holds a role; `rank` 1 is asked before 2."""

    role: str
    person_id: UUID
    rank: int


_PEOPLE = text(
    "SELECT id, kind, display_name, job_title FROM directory.person WHERE id = ANY(:ids)"
)
_ROLES = text(
    "SELECT role, person_id, rank FROM directory.role_holder"
    " WHERE school_id = :school ORDER BY role, rank, person_id"
)
_PROFILE = text("SELECT profile FROM directory.school WHERE id = :school")


async def people_by_id(session: AsyncSession, ids: set[UUID]) -> dict[UUID, Person]:
    """Return the people with `ids`, by id; the unknown are left out."""
    if not ids:
        return {}
    rows = await session.execute(_PEOPLE, {"ids": list(ids)})
    return {row.id: Person(row.id, row.kind, row.display_name, row.job_title) for row in rows}


async def role_holders(session: AsyncSession, school_id: UUID) -> list[RoleHolder]:
    """Return who holds which role at the school, first in rank first."""
    rows = await session.execute(_ROLES, {"school": school_id})
    return [RoleHolder(row.role, row.person_id, row.rank) for row in rows]


async def profile_of(session: AsyncSession, school_id: UUID) -> dict[str, object]:
    """Return the school's settings in force (rules-and-procedures.md 6)."""
    found: dict[str, object] | None = await session.scalar(_PROFILE, {"school": school_id})
    return found or {}
