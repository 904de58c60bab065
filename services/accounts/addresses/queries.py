"""A person's own addresses, used and waiting, and the duty phone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Exists, Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.accounts.addresses.models import AddressTry, DutyPhone
from services.accounts.addresses.rules import CARRIERS
from services.accounts.people.models import Contact
from services.accounts.schools.models import DataKey, SchoolKey
from services.shared.directory import Person, people_by_id, role_holders
from services.shared.encryption import Keyring, Sealer

_NAMES = text("SELECT id, display_name FROM directory.person WHERE id = ANY(:ids)")


async def contacts_of(session: AsyncSession, person_id: UUID) -> Sequence[Contact]:
    """Return the addresses that are on record, the one in use first in its channel."""
    newest = Contact.verified_at.desc().nulls_last()
    mine = select(Contact).where(Contact.person_id == person_id).order_by(newest, Contact.id)
    return (await session.scalars(mine)).all()


async def waiting_for(
    session: AsyncSession, person_id: UUID, now: datetime
) -> Sequence[AddressTry]:
    """Return the addresses that wait to be confirmed, the newest of each channel only."""
    mine = select(AddressTry).where(
        AddressTry.person_id == person_id,
        AddressTry.expires_at >= now,
        AddressTry.confirmed_at.is_(None),
        ~_has_newer(),
    )
    return (await session.scalars(mine)).all()


async def try_at(
    session: AsyncSession, try_id: UUID, person_id: UUID
) -> Row[AddressTry, bool] | None:
    """Return what this person gave, locked, and whether it is their newest of its channel."""
    wanted = select(AddressTry, ~_has_newer()).where(
        AddressTry.id == try_id, AddressTry.person_id == person_id
    )
    return (await session.execute(wanted.with_for_update(of=AddressTry))).one_or_none()


def _has_newer() -> Exists:
    newer = aliased(AddressTry)
    return (
        select(newer.id)
        .where(
            newer.person_id == AddressTry.person_id,
            newer.channel == AddressTry.channel,
            newer.asked_at > AddressTry.asked_at,
        )
        .exists()
    )


async def asked_with(session: AsyncSession, person_id: UUID, key: str) -> AddressTry | None:
    """Return what was given with this request's key."""
    wanted = select(AddressTry).where(
        AddressTry.person_id == person_id, AddressTry.idempotency_key == key
    )
    return (await session.scalars(wanted)).one_or_none()


async def sealer_of(
    session: AsyncSession, keyring: Keyring, school_id: UUID, key_id: UUID
) -> Sealer:
    """Return what opens an address that was sealed with this key of the school."""
    wanted = (
        select(SchoolKey.wrapped, DataKey.wrapped)
        .join(DataKey, DataKey.school_id == SchoolKey.school_id)
        .where(DataKey.school_id == school_id, DataKey.key_id == key_id)
    )
    school_wrapped, wrapped = (await session.execute(wanted)).one()
    return keyring.sealer(school_id, school_wrapped, key_id, wrapped)


async def duty_phone_of(session: AsyncSession, school_id: UUID) -> DutyPhone | None:
    """Return the school's duty phone, or None."""
    wanted = select(DutyPhone).where(DutyPhone.school_id == school_id, DutyPhone.ended_at.is_(None))
    return (await session.scalars(wanted)).one_or_none()


async def carriers_of(session: AsyncSession, school_id: UUID) -> list[Person]:
    """Return who may carry the duty phone, by name: the leads, the deputies and the head."""
    holders = await role_holders(session, school_id)
    found = await people_by_id(session, {one.person_id for one in holders if one.role in CARRIERS})
    return sorted(found.values(), key=lambda one: (one.display_name, one.id))


async def names_of(session: AsyncSession, *ids: UUID) -> dict[UUID, str]:
    """Return the names of these people."""
    rows = await session.execute(_NAMES, {"ids": list(ids)})
    return {row.id: row.display_name for row in rows}
