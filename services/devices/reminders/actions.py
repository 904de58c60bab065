"""Chase what is overdue: daily by itself without a case, by a named person with one (G-17)."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.collections.actions import tell_parent
from services.devices.collections.queries import check_notice_of
from services.devices.collections.schemas import Decided, TellParent
from services.devices.custody.queries import custody_in, school_here
from services.devices.custody.rules import State, can_be_overdue
from services.devices.keys.actions import Desk
from services.devices.notices.actions import remind
from services.devices.notices.models import Notice
from services.devices.notices.queries import notice_with
from services.devices.notices.rules import Answer
from services.devices.reminders.queries import (
    Chased,
    chased_at,
    notices_to_repeat,
    overdue_devices,
    reminders_on,
)
from services.devices.reminders.schemas import Remind
from services.shared import clock
from services.shared.callers import system_caller
from services.shared.database import Database
from services.shared.directory import DEVICES_WORKER
from services.shared.errors import NotThere
from services.shared.transactions import open_transaction

# The parent had the rest of the due day; from the next morning on each day brings one reminder.
AFTER = timedelta(hours=12)


async def chase_overdue(database: Database) -> int:
    """Remind the parents of every overdue device without a case, once a day; return how many."""
    async with database.session() as session:
        overdue = await overdue_devices(session, clock.now() - AFTER)
    made = 0
    for school_id, device_id in overdue:
        who = {"school_id": school_id, "person_id": DEVICES_WORKER}
        async with open_transaction(database, **who) as session:
            made += await _chase(session, device_id)
    return made


async def _chase(session: AsyncSession, device_id: UUID) -> int:
    chased = await chased_at(session, device_id)
    if chased is None or not _is_chased(chased):
        return 0
    school = await school_here(session, chased.device.school_id)
    notices = await notices_to_repeat(session, chased.device)
    today = clock.today(school.time_zone)
    if await reminders_on(session, notices, today, school.time_zone):
        return 0
    worker = system_caller(DEVICES_WORKER, chased.device.school_id)
    for notice in notices:
        await remind(session, worker, notice, today)
    return len(notices)


def _is_chased(chased: Chased) -> bool:
    """Say whether it still stands as it did when it was found: overdue, and of no case."""
    custody = custody_in(chased.state)
    is_late = custody.due_at < clock.now() - AFTER
    return can_be_overdue(State(custody.state)) and is_late and custody.link_id is None


async def remind_parent(desk: Desk, device_id: UUID, notice_id: UUID, given: Remind) -> Decided:
    """Remind one parent after a named person answered the question again (G-17).

    Raises what telling a parent raises: the same people, the same question, the same addressees.
    """
    await check_notice_of(desk, device_id, notice_id)
    notice = await notice_with(desk.session, notice_id)
    if notice is None:
        raise NotThere
    asked = TellParent(guardian_id=notice.guardian_id, **given.model_dump())
    decided = await tell_parent(desk, device_id, asked)
    if given.would_telling_put_child_at_risk is Answer.YES:
        return decided
    return await _remind_once(desk, notice)


async def _remind_once(desk: Desk, notice: Notice) -> Decided:
    school = await school_here(desk.session, desk.caller.school_id)
    today = clock.today(school.time_zone)
    if await reminders_on(desk.session, [notice], today, school.time_zone):
        return Decided(notice_id=notice.id, sentence="This parent has been reminded today.")
    await remind(desk.session, desk.caller, notice, today)
    return Decided(notice_id=notice.id, sentence="The parent is reminded by e-mail now.")
