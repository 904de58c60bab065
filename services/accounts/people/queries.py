"""Find people; only the active ones of this transaction's school."""

from typing import TypeVarTuple
from uuid import UUID

from sqlalchemy import Select, and_, exists, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.accounts.people.models import NamePart, Person, PupilEntry, SchoolClass
from services.accounts.people.rules import MOST_FOUND
from services.accounts.people.schemas import Guardian, PupilFound, StaffMember, TrustedAdult
from services.shared.errors import NotThere
from services.shared.paging import read_cursor, write_cursor

Columns = TypeVarTuple("Columns")

LAST_CHARACTER = "\U0010ffff"
STAFF_PAGE = 200
STAFF_KINDS = ("staff", "governor")

_GUARDIANS = text(
    "SELECT g.person_id AS id, p.display_name, g.relationship, g.is_barred, g.may_collect,"
    " g.shares_channel_with_barred"
    " FROM directory.guardian g JOIN directory.person p ON p.id = g.person_id"
    " WHERE g.school_id = :school AND g.pupil_id = :pupil AND p.is_active"
    " ORDER BY g.is_barred, p.family_name, p.given_name, p.id"
)
_TRUSTED = text(
    "SELECT person_id, display_name, portrait, weekdays FROM directory.trusted_adult"
    " WHERE school_id = :school ORDER BY sort, person_id"
)

# By the name that children use, where the school gave one.
_LEADS = text(
    "SELECT h.person_id, coalesce(t.display_name, p.display_name) AS display_name,"
    " coalesce(t.portrait, 'person') AS portrait, coalesce(t.weekdays, '12345') AS weekdays"
    " FROM directory.role_holder h JOIN directory.person p ON p.id = h.person_id"
    " LEFT JOIN directory.trusted_adult t ON t.person_id = h.person_id"
    " AND t.school_id = h.school_id"
    " WHERE h.school_id = :school AND h.role IN ('dsl', 'ddsl') ORDER BY h.role DESC, h.rank"
)


def _named(
    wanted: Select[*Columns], school_id: UUID, kinds: tuple[str, ...], terms: tuple[str, ...]
) -> Select[*Columns]:
    """Narrow to people of whom every term begins a part of the name (an index per term)."""
    for term in terms:
        part = aliased(NamePart)
        begins = and_(part.part >= term, part.part < term + LAST_CHARACTER)
        same = and_(part.school_id == school_id, part.kind.in_(kinds), part.person_id == Person.id)
        wanted = wanted.where(exists().where(same, begins))
    return wanted


def _pupils(school_id: UUID) -> Select[UUID, str, str, str]:
    return (
        select(
            Person.id,
            Person.display_name,
            SchoolClass.name.label("class_name"),
            PupilEntry.year_group,
        )
        .join(PupilEntry, PupilEntry.person_id == Person.id)
        .join(SchoolClass, SchoolClass.id == PupilEntry.class_id)
        .where(Person.school_id == school_id, Person.kind == "pupil", Person.is_active)
    )


async def pupils_named(
    session: AsyncSession, school_id: UUID, terms: tuple[str, ...]
) -> list[PupilFound]:
    """Return at most eight pupils by the beginnings of their names, in the order of names."""
    wanted = _named(_pupils(school_id), school_id, ("pupil",), terms)
    by_name = wanted.order_by(Person.family_name, Person.given_name, Person.id)
    rows = await session.execute(by_name.limit(MOST_FOUND))
    return [PupilFound.model_validate(row, from_attributes=True) for row in rows]


async def pupil_at(session: AsyncSession, school_id: UUID, pupil_id: UUID) -> PupilFound:
    """Return one pupil; raises NotThere where they left or are another school's."""
    row = (await session.execute(_pupils(school_id).where(Person.id == pupil_id))).one_or_none()
    if row is None:
        raise NotThere
    return PupilFound.model_validate(row, from_attributes=True)


async def guardians_of(session: AsyncSession, school_id: UUID, pupil_id: UUID) -> list[Guardian]:
    """Return the adults of a pupil's family; a barred one last, and named as such."""
    rows = await session.execute(_GUARDIANS, {"school": school_id, "pupil": pupil_id})
    return [Guardian.model_validate(row, from_attributes=True) for row in rows]


async def staff_named(
    session: AsyncSession, school_id: UUID, terms: tuple[str, ...], cursor: str | None
) -> tuple[list[StaffMember], str | None]:
    """Return a page of staff and governors by family name, and where the next page begins."""
    wanted = select(
        Person.id, Person.display_name, Person.job_title, Person.family_name, Person.given_name
    ).where(Person.school_id == school_id, Person.kind.in_(STAFF_KINDS), Person.is_active)
    if cursor:
        family_name, given_name, last = read_cursor(cursor, 3)
        place = tuple_(Person.family_name, Person.given_name, Person.id)
        wanted = wanted.where(place > (family_name, given_name, UUID(last)))
    named = _named(wanted, school_id, STAFF_KINDS, terms)
    ordered = named.order_by(Person.family_name, Person.given_name, Person.id)
    rows = (await session.execute(ordered.limit(STAFF_PAGE + 1))).all()
    following = None
    if len(rows) > STAFF_PAGE:
        last_row = rows[STAFF_PAGE - 1]
        following = write_cursor([last_row.family_name, last_row.given_name, str(last_row.id)])
    shown = rows[:STAFF_PAGE]
    return [StaffMember.model_validate(row, from_attributes=True) for row in shown], following


async def trusted_adults(session: AsyncSession, school_id: UUID) -> list[TrustedAdult]:
    """Return whom children may choose, in the school's order."""
    rows = await session.execute(_TRUSTED, {"school": school_id})
    return [TrustedAdult(**row) for row in rows.mappings()]


async def safeguarding_leads(session: AsyncSession, school_id: UUID) -> list[TrustedAdult]:
    """Return the lead and the deputies, as children see them; the lead stands first."""
    rows = await session.execute(_LEADS, {"school": school_id})
    return [TrustedAdult(**row) for row in rows.mappings()]
