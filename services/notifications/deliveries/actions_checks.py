"""Whether a message may leave: asked in the transaction right before each send (G-12, G-18)."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries import queries
from services.notifications.deliveries.models import Purpose, Reason
from services.notifications.deliveries.queries_addresses import is_waiting
from services.notifications.deliveries.rules import HELD_BACK, QuietWishes, is_quiet
from services.shared import clock


async def why_not(session: AsyncSession, row: Any) -> Reason | None:
    """Return why a message may not leave at this moment, or None."""
    if row.purpose == Purpose.SHARE_LINK:
        return await _why_not_outside(session, row)
    return await _why_not_inside(session, row)


async def _why_not_outside(session: AsyncSession, row: Any) -> Reason | None:
    mailbox = await queries.share_mailbox(session, row.notice_id, clock.now())
    return None if mailbox else Reason.WITHDRAWN


async def _why_not_inside(session: AsyncSession, row: Any) -> Reason | None:
    if not row.is_active:
        return Reason.NOT_ACTIVE
    if row.answered_at is not None and row.may_answer:
        return Reason.ANSWERED
    why_not = await _CHECKS.get(row.purpose, _why_not_reader)(session, row)
    why_not = why_not or await _why_not_wished(session, row)
    can_wait = row.case_id or row.purpose == Purpose.TASK
    is_waiting = can_wait and row.away_until is not None and not row.by_ladder
    return Reason.AWAY if why_not is None and is_waiting else why_not


async def _why_not_reader(session: AsyncSession, row: Any) -> Reason | None:
    if await queries.is_reader(session, row.case_id, row.person_id):
        return None
    is_asked = row.by_ladder or row.purpose == Purpose.PROCEDURE
    if is_asked and await queries.may_be_told(session, row.case_id, row.person_id):
        return Reason.WAITING_FOR_ACCESS
    return Reason.NOT_A_READER


async def _why_not_told(session: AsyncSession, row: Any) -> Reason | None:
    """Say why somebody who gets no access may not even be sent to the lead."""
    may = await queries.may_be_told(session, row.case_id, row.person_id)
    return None if may else Reason.NOT_A_READER


async def _why_not_guardian(session: AsyncSession, row: Any) -> Reason | None:
    guardian = await queries.guardianship(session, row.pupil_id, row.person_id)
    if guardian is None:
        return Reason.NOT_A_GUARDIAN
    if guardian.is_barred:
        return Reason.BARRED
    if guardian.shares_channel_with_barred:
        return Reason.SHARED_CHANNEL
    return Reason.WITHDRAWN if await queries.is_stopped(session, row.notice_id) else None


async def _why_not_asked(session: AsyncSession, row: Any) -> Reason | None:
    """Say why somebody may not hear of a task: it is done, or its case is kept from them (G-12)."""
    waits = await queries.task_waits(session, row.notice_id, row.person_id)
    return None if waits else Reason.WITHDRAWN


async def _why_not_lead(session: AsyncSession, row: Any) -> Reason | None:
    return None if await queries.is_lead(session, row.person_id) else Reason.NOT_A_LEAD


async def _why_not_confirmed(session: AsyncSession, row: Any) -> Reason | None:
    still = await is_waiting(session, row.notice_id, clock.now())
    return None if still else Reason.WITHDRAWN


async def _why_not_wanted(_session: AsyncSession, row: Any) -> Reason | None:
    return Reason.NOT_WANTED if row.no_digest else None


async def _nothing_against(_session: AsyncSession, _row: Any) -> None:
    """Say nothing: that they are active was asked, and the words are the same for everybody."""


# Who else may be written to is asked of whoever knows: reporting, unless it says so here.
_CHECKS: Final = {
    Purpose.STAFF_REMINDER.value: _nothing_against,
    Purpose.DIGEST.value: _why_not_wanted,
    Purpose.WEEKLY.value: _nothing_against,
    Purpose.ADDRESS_TRY.value: _why_not_confirmed,
    Purpose.DEVICE_NOTICE.value: _why_not_guardian,
    Purpose.DEVICE_HELD.value: _why_not_lead,
    Purpose.SEE_THE_LEAD.value: _why_not_told,
    Purpose.TASK.value: _why_not_asked,
}


async def _why_not_wished(session: AsyncSession, row: Any) -> Reason | None:
    if await _is_held_back(session, row):
        return Reason.NOT_WANTED
    return Reason.QUIET if _is_quiet(row) else None


async def _is_held_back(session: AsyncSession, row: Any) -> bool:
    """Say whether the person reads this in the app; whoever has become a lead gets it all the same.

    What they were not mailed they see after signing in, and may hear of once a week.
    """
    if row.purpose not in HELD_BACK or row.can_wait == "mail":
        return False
    return not await queries.is_lead(session, row.person_id)


def _is_quiet(row: Any) -> bool:
    wishes = QuietWishes(row.quiet_in_class, row.quiet_evenings, row.in_school, row.zone)
    urgency = "low" if row.purpose == Purpose.TASK else row.urgency
    return not row.by_ladder and is_quiet(wishes, urgency, clock.now())
