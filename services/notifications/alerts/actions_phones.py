"""Whom to ring where nobody answers: the people who may know, and nobody else."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.alerts import queries
from services.notifications.alerts.rules import next_in_line
from services.notifications.alerts.schemas import Phones, ToRing
from services.notifications.deliveries.queries import is_reader, may_be_told
from services.notifications.deliveries.queries_addresses import address_of, duty_phone_of
from services.shared import clock, directory
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.directory import Person, RoleHolder
from services.shared.encryption import CannotOpen, Keyring
from services.shared.errors import NotThere


async def whom_to_ring(
    session: AsyncSession, keyring: Keyring, alert_id: UUID, *, by: Caller
) -> Phones:
    """Return the ladder of an open alert with numbers, those who are there first (G-11, G-12).

    Raises NotThere unless the caller was told of the alert and reads its case.
    """
    alert = await queries.alert_of(session, alert_id, by.person_id)
    if alert is None:
        raise NotThere
    await audit(session, actor=by, act="alert.phones_read", kind="alert", subject_id=alert_id)
    holders = await directory.role_holders(session, by.school_id)
    away = frozenset(await queries.away_until(session, by.school_id, clock.now()))
    line = [
        one
        for one in next_in_line(holders, frozenset({by.person_id}), away)
        if await _may_know(session, alert.case_id, one.person_id)
    ]
    people = await directory.people_by_id(session, {one.person_id for one in line})
    return Phones(
        urgency=alert.urgency,
        raised_at=alert.raised_at,
        target_at=alert.target_at,
        case_id=alert.case_id,
        people=[
            await _to_ring(
                session, keyring, one, people[one.person_id], is_away=one.person_id in away
            )
            for one in line
        ],
    )


async def _may_know(session: AsyncSession, case_id: UUID, person_id: UUID) -> bool:
    if await is_reader(session, case_id, person_id):
        return True
    return await may_be_told(session, case_id, person_id)


async def _to_ring(
    session: AsyncSession, keyring: Keyring, one: RoleHolder, person: Person, *, is_away: bool
) -> ToRing:
    try:
        phone = await address_of(session, keyring, one.person_id, "phone")
        duty_phone = await duty_phone_of(session, keyring, one.person_id)
    except CannotOpen:
        phone = duty_phone = None
    return ToRing(
        display_name=person.display_name,
        role=one.role,
        phone=phone,
        duty_phone=duty_phone,
        is_away=is_away,
    )
