"""What is known of a school."""

from dataclasses import asdict, dataclass, field
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.schools.models import DataKey, ProfileVersion, SchoolKey
from services.accounts.schools.schemas import Page, SchoolForStaff, SchoolInForce
from services.shared.encryption import Keyring, Sealer
from services.shared.errors import NotThere


@dataclass(frozen=True)
class SchoolKeys:
    """A school's opened keys: what seals its contact details, and what hashes addresses."""

    sealer: Sealer = field(repr=False)
    secret: bytes = field(repr=False)


_SCHOOL = text(
    "SELECT id, name, short_name, urn, local_authority, time_zone, profile, profile_version"
    " FROM directory.school WHERE id = :school"
)
_LEADS = text(
    "SELECT p.display_name FROM directory.role_holder h"
    " JOIN directory.person p ON p.id = h.person_id"
    " WHERE h.school_id = :school AND h.role IN ('dsl', 'ddsl') ORDER BY h.role DESC, h.rank"
)
_SCHOOL_OF_PAGE = text("SELECT accounts.school_of_page(:code)")
_PAGE = text(
    "SELECT p.code, p.school_id, p.class_id, c.name AS class_name, coalesce(c.lane, p.lane) AS lane"
    " FROM directory.page_code p LEFT JOIN directory.school_class c ON c.id = p.class_id"
    " WHERE p.code = :code"
)
# Two new versions of one profile, or one form sent twice, wait for each other here.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:school, 11))")


async def newest_profile(session: AsyncSession, school_id: UUID) -> ProfileVersion:
    """Return the school's profile, with nobody else about to change it."""
    await session.execute(_ONE_AT_A_TIME, {"school": f"profile|{school_id}"})
    wanted = select(ProfileVersion).where(ProfileVersion.school_id == school_id)
    newest = wanted.order_by(ProfileVersion.version.desc()).limit(1)
    return (await session.scalars(newest)).one()


async def keys_of(session: AsyncSession, school_id: UUID, keyring: Keyring) -> SchoolKeys:
    """Return the school's opened keys, the newest data key first; raises NotThere without any."""
    wanted = (
        select(SchoolKey.wrapped, DataKey.key_id, DataKey.wrapped)
        .join(DataKey, DataKey.school_id == SchoolKey.school_id)
        .where(SchoolKey.school_id == school_id)
        .order_by(DataKey.made_at.desc())
        .limit(1)
    )
    found = (await session.execute(wanted)).one_or_none()
    if found is None:
        raise NotThere
    key = keyring.data_key(*found)
    return SchoolKeys(Sealer(key, school_id), key.secret)


async def school_in_force(session: AsyncSession, school_id: UUID) -> SchoolInForce:
    """Return the school and its settings; raises NotThere where it is another's."""
    found = (await session.execute(_SCHOOL, {"school": school_id})).mappings().one_or_none()
    if found is None:
        raise NotThere
    return SchoolInForce(**found)


async def school_for_staff(session: AsyncSession, school_id: UUID) -> SchoolForStaff:
    """Return the school, its settings and who leads on safeguarding, the lead before deputies."""
    school = await school_in_force(session, school_id)
    leads = await session.scalars(_LEADS, {"school": school_id})
    return SchoolForStaff(**asdict(school), leads=list(leads))


async def school_of_page(session: AsyncSession, code: str) -> UUID | None:
    """Return whose page the letters of a poster lead to; needs no school to be set."""
    found: UUID | None = await session.scalar(_SCHOOL_OF_PAGE, {"code": code})
    return found


async def page_at(session: AsyncSession, code: str) -> Page:
    """Return the page of this transaction's school; raises NotThere for other letters."""
    found = (await session.execute(_PAGE, {"code": code})).mappings().one_or_none()
    if found is None:
        raise NotThere
    return Page(**found)
