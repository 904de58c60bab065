"""Give an address of one's own, confirm it where it arrives, and keep the duty phone."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.addresses import queries, rules
from services.accounts.addresses.models import AddressTry, DutyPhone
from services.accounts.addresses.schemas import (
    Carrier,
    Confirmed,
    DutyPhoneShown,
    GiveDutyPhone,
    OwnAddress,
    OwnAddresses,
    Way,
)
from services.accounts.people.models import Contact
from services.accounts.people.rules import ADDRESS_LABEL, address_hash
from services.accounts.schools.queries import SchoolKeys, keys_of, school_in_force
from services.shared import clock, limiter
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.encryption import Keyring
from services.shared.errors import Conflict, FieldError, Malformed, NotThere, TooMany
from services.shared.events.accounts import AddressGiven
from services.shared.queue import record
from services.shared.yearly import is_good_day

OTHER_CONTENT = "This form was sent before with another address. Open the page again."


async def show_own(session: AsyncSession, keyring: Keyring, *, by: Caller) -> OwnAddresses:
    """Return the caller's own addresses; what waits to be confirmed stands beside what is used."""
    shown = {way: OwnAddress(channel=way) for way in Way}
    for one in reversed(await queries.contacts_of(session, by.person_id)):
        way = shown[Way(one.channel)]
        way.address, way.verified_at = await _opened(session, keyring, one), one.verified_at
    for waiting in await queries.waiting_for(session, by.person_id, clock.now()):
        way = shown[Way(waiting.channel)]
        way.waiting = await _opened(session, keyring, waiting)
        way.waiting_until = waiting.expires_at
    return OwnAddresses(items=list(shown.values()))


async def _opened(
    session: AsyncSession, keyring: Keyring, row: Contact | AddressTry | DutyPhone
) -> str:
    sealer = await queries.sealer_of(session, keyring, row.school_id, row.key_id)
    return sealer.open_sealed(row.address_sealed, ADDRESS_LABEL, row.id).reveal()


async def give_address(  # noqa: PLR0913  # what is given, each by name
    session: AsyncSession, keyring: Keyring, way: Way, address: str, *, key: str, by: Caller
) -> None:
    """Send a message to an address of the caller's own; it is used once they confirm it there.

    The same request again sends nothing more. Raises Malformed for what is no address, TooMany
    after five in an hour, Conflict for the same key with another address.
    """
    why_not = rules.why_not_address(way, address)
    if why_not:
        raise Malformed(why_not, (FieldError("address", why_not),))
    known = await queries.asked_with(session, by.person_id, key)
    if known is not None:
        if (known.channel, await _opened(session, keyring, known)) != (way, address):
            raise Conflict(OTHER_CONTENT)
        return
    bucket = f"addresses:{by.person_id}"
    if not await limiter.take_one(session, bucket, rules.TRIES, rules.TRIES_WINDOW_SECONDS):
        raise TooMany(rules.TOO_MANY)
    await _store(session, await keys_of(session, by.school_id, keyring), way, address, key, by)


async def _store(  # noqa: PLR0913, PLR0917  # one row
    session: AsyncSession, keys: SchoolKeys, way: Way, address: str, key: str, by: Caller
) -> None:
    try_id, now = uuid4(), clock.now()
    row = {
        "id": try_id,
        "school_id": by.school_id,
        "person_id": by.person_id,
        "channel": way.value,
        "idempotency_key": key,
        "asked_at": now,
        "expires_at": now + rules.LIFETIME,
        **_sealed(keys, address, try_id),
    }
    await session.execute(insert(AddressTry), [row])
    await audit(session, actor=by, act="address.given", kind="person", subject_id=by.person_id)
    event = AddressGiven(
        school_id=by.school_id, try_id=try_id, person_id=by.person_id, channel=way.value
    )
    await record(session, event)


def _sealed(keys: SchoolKeys, address: str, row_id: UUID) -> dict[str, Any]:
    sealed = keys.sealer.seal(address, ADDRESS_LABEL, row_id)
    return {"address_sealed": sealed, "key_id": keys.sealer.key_id}


async def confirm_address(
    session: AsyncSession, keyring: Keyring, try_id: UUID, *, by: Caller
) -> Confirmed:
    """Use an address from now on: the caller has read what was sent there. Again is the same.

    Raises NotThere for somebody else's, for one that has waited too long, or was given anew since.
    """
    found = await queries.try_at(session, try_id, by.person_id)
    if found is None:
        raise NotThere
    given, is_newest = found
    now = clock.now()
    if given.confirmed_at is None:
        if not rules.can_confirm(now, given.expires_at, is_newest=is_newest):
            raise NotThere
        await _use(session, keyring, given)
        given.confirmed_at = now
        await audit(
            session, actor=by, act="address.confirmed", kind="person", subject_id=by.person_id
        )
    return Confirmed(channel=Way(given.channel), confirmed_at=given.confirmed_at)


async def _use(session: AsyncSession, keyring: Keyring, given: AddressTry) -> None:
    """Put the address in the place of the one before, so that no message takes the old way."""
    address = await _opened(session, keyring, given)
    keys = await keys_of(session, given.school_id, keyring)
    facts = {
        "address_hash": address_hash(keys.secret, given.channel, address),
        "verified_at": clock.now(),
    }
    known = [
        one
        for one in await queries.contacts_of(session, given.person_id)
        if one.channel == given.channel
    ]
    if not known:
        contact_id = uuid4()
        row = {"id": contact_id, "school_id": given.school_id, "person_id": given.person_id}
        more = {"channel": given.channel, **facts, **_sealed(keys, address, contact_id)}
        await session.execute(insert(Contact), [{**row, **more}])
    for one in known:
        changed = update(Contact).where(Contact.id == one.id)
        await session.execute(changed.values(**facts, **_sealed(keys, address, one.id)))


async def show_duty_phone(session: AsyncSession, keyring: Keyring, *, by: Caller) -> DutyPhoneShown:
    """Return the school's duty phone; `is_due` says that it should be rung again (G-33)."""
    found = await queries.duty_phone_of(session, by.school_id)
    people = await queries.carriers_of(session, by.school_id)
    carriers = [Carrier.model_validate(one) for one in people]
    if found is None:
        return DutyPhoneShown(carriers=carriers)
    names = await queries.names_of(session, found.carrier_id, found.owner_id)
    today = clock.today((await school_in_force(session, by.school_id)).time_zone)
    return DutyPhoneShown(
        number=await _opened(session, keyring, found),
        carrier_id=found.carrier_id,
        carrier_name=names.get(found.carrier_id),
        owner_name=names.get(found.owner_id),
        checked_on=found.checked_on,
        is_due=not is_good_day(found.checked_on, today),
        carriers=carriers,
    )


async def keep_duty_phone(
    session: AsyncSession, keyring: Keyring, given: GiveDutyPhone, *, by: Caller
) -> None:
    """Text critical alerts to this number out of school hours; whoever says so owns it (G-33).

    Raises Malformed for what is no mobile number, a carrier who answers no alerts, or a number
    that nobody has rung within a year.
    """
    zone = (await school_in_force(session, by.school_id)).time_zone
    carriers = {one.id for one in await queries.carriers_of(session, by.school_id)}
    wrong = [
        ("number", rules.why_not_address(Way.PHONE, given.number)),
        ("carrier_id", None if given.carrier_id in carriers else rules.NOT_A_CARRIER),
        (
            "checked_on",
            None if is_good_day(given.checked_on, clock.today(zone)) else rules.NOT_RUNG,
        ),
    ]
    errors = tuple(FieldError(field, sentence) for field, sentence in wrong if sentence)
    if errors:
        raise Malformed(errors[0].message, errors)
    phone_id = uuid4()
    keys = await keys_of(session, by.school_id, keyring)
    row = {
        "id": phone_id,
        "carrier_id": given.carrier_id,
        "owner_id": by.person_id,
        "checked_on": given.checked_on,
        "recorded_at": clock.now(),
        "ended_at": None,
        **_sealed(keys, given.number, phone_id),
    }
    stored = insert_once(DutyPhone).values(school_id=by.school_id, **row)
    await session.execute(stored.on_conflict_do_update(index_elements=["school_id"], set_=row))
    await audit(session, actor=by, act="duty_phone.kept", kind="school", subject_id=by.school_id)


async def end_duty_phone(session: AsyncSession, *, by: Caller) -> None:
    """Let the school have no duty phone; again is the same as once."""
    found = await queries.duty_phone_of(session, by.school_id)
    if found is None:
        return
    found.ended_at = clock.now()
    await audit(session, actor=by, act="duty_phone.ended", kind="school", subject_id=by.school_id)
