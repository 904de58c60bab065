"""What is known of class cards."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.cards.models import PicturePassword, PupilCard
from services.accounts.cards.rules import PRINT_FOR_ALL
from services.accounts.cards.schemas import ClassWithCards, PupilWithCard
from services.accounts.people.models import ClassStaff, Person, PupilEntry, SchoolClass
from services.shared.callers import Caller
from services.shared.errors import NotThere

_SCHOOL_OF_CARD = text("SELECT accounts.school_of_card(:hashed)")
# The page of the pupil's class, or the school's own.
_SHOWN = text(
    "SELECT c.id AS card_id, c.pupil_id, p.given_name, w.pictures_hash,"
    " (SELECT k.code FROM directory.page_code k WHERE k.school_id = c.school_id"
    "  AND (k.class_id = e.class_id OR k.class_id IS NULL) ORDER BY k.class_id NULLS LAST, k.code"
    "  LIMIT 1) AS page_code"
    " FROM accounts.pupil_card c JOIN accounts.person p ON p.id = c.pupil_id AND p.is_active"
    " JOIN accounts.pupil_entry e ON e.person_id = c.pupil_id"
    " LEFT JOIN accounts.picture_password w ON w.pupil_id = c.pupil_id"
    " WHERE c.secret_hash = :hashed AND c.revoked_at IS NULL"
)


@dataclass(frozen=True)
class ShownCard:
    """A good card: whose it is, which page it opens, and the hash of the pictures, if any."""

    card_id: UUID
    pupil_id: UUID
    given_name: str
    pictures_hash: str | None
    page_code: str


async def school_of_card(session: AsyncSession, hashed: bytes) -> UUID | None:
    """Return whose a card is; needs no school to be set."""
    found: UUID | None = await session.scalar(_SCHOOL_OF_CARD, {"hashed": hashed})
    return found


async def shown_card(session: AsyncSession, hashed: bytes) -> ShownCard | None:
    """Return a good card of this transaction's school, or None."""
    row = (await session.execute(_SHOWN, {"hashed": hashed})).mappings().one_or_none()
    return ShownCard(**row) if row else None


async def class_at(session: AsyncSession, class_id: UUID, by: Caller) -> tuple[SchoolClass, bool]:
    """Return a class and whether the caller works in it; NotThere for another school's."""
    mine = exists().where(
        ClassStaff.class_id == SchoolClass.id, ClassStaff.person_id == by.person_id
    )
    wanted = select(SchoolClass, mine).where(
        SchoolClass.id == class_id, SchoolClass.school_id == by.school_id
    )
    found = (await session.execute(wanted)).one_or_none()
    if found is None:
        raise NotThere
    return found[0], found[1]


async def classes_of(session: AsyncSession, by: Caller) -> list[ClassWithCards]:
    """Return the classes for which the caller may print, by name."""
    wanted = select(SchoolClass.id, SchoolClass.name).where(SchoolClass.school_id == by.school_id)
    if by.roles.isdisjoint(PRINT_FOR_ALL):
        mine = ClassStaff.class_id == SchoolClass.id
        wanted = wanted.where(exists().where(mine, ClassStaff.person_id == by.person_id))
    rows = await session.execute(wanted.order_by(SchoolClass.name))
    return [ClassWithCards.model_validate(row, from_attributes=True) for row in rows]


async def pupils_of(session: AsyncSession, school_class: SchoolClass) -> list[PupilWithCard]:
    """Return a class's pupils with what they have, by family name."""
    good = exists().where(PupilCard.pupil_id == Person.id, PupilCard.revoked_at.is_(None))
    chosen = exists().where(
        PicturePassword.pupil_id == Person.id, PicturePassword.pictures_hash.is_not(None)
    )
    wanted = (
        select(
            Person.id.label("pupil_id"),
            Person.display_name,
            good.label("has_card"),
            chosen.label("has_pictures"),
        )
        .join(PupilEntry, PupilEntry.person_id == Person.id)
        .where(PupilEntry.school_id == school_class.school_id)
        .where(PupilEntry.class_id == school_class.id, Person.is_active)
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    rows = await session.execute(wanted)
    return [PupilWithCard.model_validate(row, from_attributes=True) for row in rows]


async def class_of_pupil(session: AsyncSession, school_id: UUID, pupil_id: UUID) -> UUID | None:
    """Return the class of one pupil, or None where there is none such."""
    wanted = select(PupilEntry.class_id).where(
        PupilEntry.school_id == school_id, PupilEntry.person_id == pupil_id
    )
    found: UUID | None = await session.scalar(wanted)
    return found


async def good_cards(
    session: AsyncSession, pupil_ids: tuple[UUID, ...], key: str
) -> list[PupilCard]:
    """Return the good cards of these pupils, and those that this request printed before."""
    asked = or_(PupilCard.revoked_at.is_(None), PupilCard.idempotency_key == key)
    wanted = select(PupilCard).where(PupilCard.pupil_id.in_(pupil_ids), asked)
    return list(await session.scalars(wanted))


async def printed_with(session: AsyncSession, school_id: UUID, key: str) -> frozenset[UUID]:
    """Return the pupils whose good card this request has printed before."""
    wanted = select(PupilCard.pupil_id).where(
        PupilCard.school_id == school_id,
        PupilCard.idempotency_key == key,
        PupilCard.revoked_at.is_(None),
    )
    return frozenset(await session.scalars(wanted))
