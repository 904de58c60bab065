"""Where a message goes: a person's own address, one that is being tried, the duty phone."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.models import Channel, Purpose
from services.notifications.deliveries.queries import share_mailbox
from services.shared.encryption import CannotOpen, Keyring

# The label under which accounts seals an address (directory.contact).
ADDRESS_LABEL: Final = "contact.address.1"

_ADDRESS = text(
    "SELECT c.id, c.school_id, c.address_sealed, c.key_id, k.wrapped, k.school_wrapped"
    " FROM directory.contact c"
    " JOIN directory.contact_key k ON k.school_id = c.school_id AND k.key_id = c.key_id"
    " LEFT JOIN directory.person p ON p.id = c.person_id"
    " WHERE c.person_id = :person_id AND c.channel = :channel"
    # whoever works here confirms an address first; families are known from the roster
    " AND (c.verified_at IS NOT NULL OR p.kind NOT IN ('staff', 'governor'))"
    " ORDER BY c.verified_at DESC NULLS LAST, c.id LIMIT 1"
)
_ADDRESS_TRIED = text(
    "SELECT c.id, c.school_id, c.address_sealed, c.key_id, k.wrapped, k.school_wrapped"
    " FROM directory.address_try c"
    " JOIN directory.contact_key k ON k.school_id = c.school_id AND k.key_id = c.key_id"
    " WHERE c.id = :try_id AND c.channel = :channel AND c.expires_at >= :now"
)
_DUTY_PHONE = text(
    "SELECT c.id, c.school_id, c.address_sealed, c.key_id, k.wrapped, k.school_wrapped"
    " FROM directory.duty_phone c"
    " JOIN directory.contact_key k ON k.school_id = c.school_id AND k.key_id = c.key_id"
    " WHERE c.carrier_id = :person_id"
)
_CARRIER = text("SELECT carrier_id FROM directory.duty_phone WHERE school_id = :school_id")
_IS_WAITING = text(
    "SELECT EXISTS (SELECT FROM directory.address_try WHERE id = :try_id AND expires_at >= :now)"
)


def _rings_on_duty(row: Any) -> bool:
    """Say whether a text goes to the school's duty phone: critical, and nobody is in school."""
    return row.carries_duty_phone and row.urgency == "critical" and not row.in_school


async def address_for(
    session: AsyncSession, keyring: Keyring, row: Any, now: datetime
) -> str | None:
    """Return where a delivery goes at this moment, by its channel; None where there is no way."""
    way = "phone" if row.channel == Channel.SMS else "email"
    if row.purpose == Purpose.SHARE_LINK:  # of somebody whom the school's directory does not know
        return await share_mailbox(session, row.notice_id, now) if way == "email" else None
    try:
        return await _own_address(session, keyring, row, way, now)
    except CannotOpen:
        return None


async def _own_address(
    session: AsyncSession, keyring: Keyring, row: Any, way: str, now: datetime
) -> str | None:
    if row.purpose == Purpose.ADDRESS_TRY:
        return await address_tried(session, keyring, row.notice_id, way, now)
    if way == "phone" and _rings_on_duty(row):
        return await duty_phone_of(session, keyring, row.person_id)
    return await address_of(session, keyring, row.person_id, way)


async def address_of(
    session: AsyncSession, keyring: Keyring, person_id: UUID, channel: str = "email"
) -> str | None:
    """Return the person's address for `channel` (email or phone), opened; a verified one first.

    Somebody who works at the school has none before they confirmed one. Raises CannotOpen where
    it was sealed for another place.
    """
    return await _opened(session, keyring, _ADDRESS, person_id=person_id, channel=channel)


async def address_tried(
    session: AsyncSession, keyring: Keyring, try_id: UUID, channel: str, now: datetime
) -> str | None:
    """Return the address that waits to be confirmed; None where it does not any more."""
    return await _opened(session, keyring, _ADDRESS_TRIED, try_id=try_id, channel=channel, now=now)


async def is_waiting(session: AsyncSession, try_id: UUID, now: datetime) -> bool:
    """Say whether an address still waits to be confirmed."""
    return bool(await session.scalar(_IS_WAITING, {"try_id": try_id, "now": now}))


async def duty_phone_of(session: AsyncSession, keyring: Keyring, person_id: UUID) -> str | None:
    """Return the number of the duty phone that this person carries, or None."""
    return await _opened(session, keyring, _DUTY_PHONE, person_id=person_id)


async def carrier_at(session: AsyncSession, school_id: UUID) -> UUID | None:
    """Return who carries the school's duty phone, or None."""
    found: UUID | None = await session.scalar(_CARRIER, {"school_id": school_id})
    return found


async def _opened(
    session: AsyncSession, keyring: Keyring, wanted: TextClause, **known: object
) -> str | None:
    row = (await session.execute(wanted, known)).one_or_none()
    if row is None:
        return None
    sealer = keyring.sealer(row.school_id, row.school_wrapped, row.key_id, row.wrapped)
    return sealer.open_sealed(row.address_sealed, ADDRESS_LABEL, row.id).reveal()
