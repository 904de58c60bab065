"""Tell the roles that a procedure names: the persons who hold them, each once, none kept out."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.alerts import queries
from services.notifications.alerts.rules import purpose_of
from services.notifications.deliveries import actions_queue as deliveries
from services.notifications.deliveries.queries import is_reader, may_be_told
from services.shared import directory
from services.shared.directory import RoleHolder
from services.shared.events.reporting import ProcedureTells, RoleToTell

# Where a school has nobody in a role, its safeguarding lead stands in.
STAND_IN = "dsl"


async def tell_roles(session: AsyncSession, event: ProcedureTells) -> None:
    """Queue one message for each person who is meant and knows nothing of the case yet.

    Whether they may be told is asked here and again when the message leaves.
    """
    await queries.lock_case(session, event.case_id)
    holders = await directory.role_holders(session, event.school_id)
    told = {event.by_id, *await queries.people_told_of(session, event.case_id)}
    for wanted in event.roles:
        for person_id in _persons(wanted, holders):
            if person_id in told:
                continue
            told.add(person_id)
            if await _may_hear(session, event.case_id, person_id):
                await deliveries.queue_for_person(
                    session,
                    event,
                    person_id=person_id,
                    purpose=purpose_of(wanted.role, wanted.form),
                    at=wanted.at,
                )


def _persons(wanted: RoleToTell, holders: Iterable[RoleHolder]) -> list[UUID]:
    if wanted.people:
        return list(wanted.people)
    known = list(holders)
    named = [one.person_id for one in known if one.role == wanted.role]
    return named or [one.person_id for one in known if one.role == STAND_IN]


async def _may_hear(session: AsyncSession, case_id: UUID, person_id: UUID) -> bool:
    if await is_reader(session, case_id, person_id):
        return True
    return await may_be_told(session, case_id, person_id)
