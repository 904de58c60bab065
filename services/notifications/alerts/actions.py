"""Raise an alert, move it up the ladder, stop it."""

from uuid import UUID, uuid4

import structlog
from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.alerts import queries
from services.notifications.alerts.models import Alert, CaseAnswer, Folded, Rung, Urgency
from services.notifications.alerts.rules import (
    ALERTS_ABOUT_THE_SAME,
    FOLDED_WITHIN,
    LADDER,
    next_in_line,
    next_round_at,
    next_rung_at,
    target_at,
)
from services.notifications.deliveries import actions as deliveries
from services.notifications.deliveries import actions_queue as queueing
from services.notifications.deliveries.models import Channel, Delivery, Purpose, Reason, State
from services.notifications.deliveries.queries import is_reader, may_be_told
from services.notifications.deliveries.queries_addresses import carrier_at
from services.notifications.deliveries.rules import ANSWERING
from services.shared import clock, directory
from services.shared.directory import RoleHolder
from services.shared.events.notifications import AlertClimbed
from services.shared.events.reporting import ConcernReceived
from services.shared.queue import record

_log = structlog.get_logger()


async def raise_alert(session: AsyncSession, event: ConcernReceived, job_id: int) -> None:
    """Tell everybody who reads the case; where nobody does, the ladder moves at once.

    `job_id` is the number of the event's job: an answer with a higher one came later, and
    nobody is woken for what was answered already.
    """
    await queries.lock_case(session, event.case_id)
    answer = await session.get(CaseAnswer, event.case_id)
    if answer is not None and answer.job_id > job_id:
        return
    if await _is_folded(session, event):
        return
    readers = await queries.readers_of(session, event.case_id)
    away = await queries.away_until(session, event.school_id, clock.now())
    there = await _who_may_answer(session, event.school_id, {*readers} - away.keys())
    alert = await _opened(session, event, has_readers=bool(there))
    await queueing.queue_alert_messages(session, alert, readers, away=away)
    await _ask_who_is_on_duty(session, alert, readers)
    if not readers:
        _log.error("nobody reads this case", case_id=str(event.case_id))


async def _ask_who_is_on_duty(session: AsyncSession, alert: Alert, readers: list[UUID]) -> None:
    """Out of school hours ask whoever carries the duty phone at once, if they may be told (G-11).

    A reader among them has been told already.
    """
    if alert.urgency != Urgency.CRITICAL:
        return
    school = await queries.school_time(session, alert.school_id, clock.now())
    carrier = None if school.in_school else await carrier_at(session, alert.school_id)
    if carrier is None or carrier in readers:
        return
    holders = await directory.role_holders(session, alert.school_id)
    line = [one for one in next_in_line(holders, frozenset(readers)) if one.person_id == carrier]
    following = await _next_who_may(session, alert, line)
    if following is not None:
        await _ask(session, alert, following)


async def _is_folded(session: AsyncSession, event: ConcernReceived) -> bool:
    """Say whether this concern raises no alert: enough about the same were raised just now.

    Everybody who would hear of it has heard of those: reporting says "the same" only where the
    same people read it. Danger is never folded, nor what is added to a concern.
    """
    if event.about_id is None or event.urgency == "critical":
        return False
    await queries.lock_about(session, event.about_id)
    since = clock.now() - FOLDED_WITHIN
    raised = await queries.raised_about(session, event, since)
    if len(raised) < ALERTS_ABOUT_THE_SAME:
        return False
    row = {
        "concern_id": event.concern_id,
        "school_id": event.school_id,
        "case_id": event.case_id,
        "alert_id": raised[0],
        "at": clock.now(),
    }
    await session.execute(insert_once(Folded).values(**row).on_conflict_do_nothing())
    return True


async def _who_may_answer(
    session: AsyncSession, school_id: UUID, people: set[UUID]
) -> frozenset[UUID]:
    """Return those of `people` who stand on the ladder: a child's chosen adult cannot answer."""
    holders = await directory.role_holders(session, school_id)
    return frozenset(one.person_id for one in holders if one.role in LADDER) & people


async def _opened(session: AsyncSession, event: ConcernReceived, *, has_readers: bool) -> Alert:
    """Return the concern's alert; told again with more urgency, its ladder moves sooner.

    What is told after an answer is news: it raises an alert of its own. So does danger that was
    not known before, in the place of the milder one: everybody is told once more.
    """
    now = clock.now()
    school = await queries.school_time(session, event.school_id, now)
    due = next_rung_at(Urgency(event.urgency), now, school.next_morning, school.zone)
    rung_at = due if has_readers else now
    known = await queries.open_alert_of(session, event.concern_id)
    if known is not None and event.urgency == "critical" != known.urgency:
        known.next_rung_at, known = None, None
    if known is None:
        known = Alert(
            id=uuid4(),
            school_id=event.school_id,
            case_id=event.case_id,
            concern_id=event.concern_id,
            urgency=event.urgency,
            raised_at=now,
            target_at=target_at(Urgency(event.urgency), now, in_school=school.in_school),
            round=0,
            next_rung_at=rung_at,
            about_id=event.about_id,
        )
        session.add(known)
    elif known.next_rung_at is not None and rung_at < known.next_rung_at:
        known.next_rung_at, known.urgency = rung_at, event.urgency
    await session.flush()
    return known


async def climb(session: AsyncSession, alert_id: UUID) -> None:
    """Ask the next person on the ladder who may be told; from its end it begins anew (G-11)."""
    now = clock.now()
    alert = await queries.alert_to_move(session, alert_id, now)
    if alert is None:
        return
    told = await queries.people_told(session, alert)
    holders = await directory.role_holders(session, alert.school_id)
    away = await queries.away_until(session, alert.school_id, now)
    line = next_in_line(holders, told, frozenset(away))
    following = await _next_who_may(session, alert, line)
    school = await queries.school_time(session, alert.school_id, now)
    times = (Urgency(alert.urgency), now, school.next_morning, school.zone)
    if following is not None:
        alert.next_rung_at = next_rung_at(*times)
        await _ask(session, alert, following)
        return
    alert.round += 1
    begins_at_once = told and alert.urgency == Urgency.CRITICAL
    alert.next_rung_at = now if begins_at_once else next_round_at(*times)
    _log.warning("ladder at its end", alert_id=str(alert.id), round=alert.round)


async def _next_who_may(
    session: AsyncSession, alert: Alert, line: list[RoleHolder]
) -> RoleHolder | None:
    for holder in line:
        if await may_be_told(session, alert.case_id, holder.person_id):
            return holder
    return None


async def _ask(session: AsyncSession, alert: Alert, holder: RoleHolder) -> None:
    rung = {
        "id": uuid4(),
        "school_id": alert.school_id,
        "alert_id": alert.id,
        "person_id": holder.person_id,
        "role": holder.role,
        "round": alert.round,
        "climbed_at": clock.now(),
    }
    await session.execute(insert(Rung).values(**rung))
    await queueing.queue_alert_messages(session, alert, [holder.person_id], by_ladder=True)
    await deliveries.wake(session, alert, holder.person_id)
    if await is_reader(session, alert.case_id, holder.person_id):
        return  # they were told before, or are away: there is nobody to let in
    event = AlertClimbed(
        school_id=alert.school_id, case_id=alert.case_id, person_id=holder.person_id
    )
    await record(session, event)


async def answer_case(
    session: AsyncSession, school_id: UUID, case_id: UUID, person_id: UUID | None, job_id: int
) -> None:
    """Stop the ladder and what has not left yet: somebody answered, or the case is closed."""
    await queries.lock_case(session, case_id)
    now = clock.now()
    row = {
        "case_id": case_id,
        "school_id": school_id,
        "job_id": job_id,
        "person_id": person_id,
        "answered_at": now,
    }
    later = {name: row[name] for name in ("job_id", "person_id", "answered_at")}
    await session.execute(
        insert_once(CaseAnswer)
        .values(**row)
        .on_conflict_do_update(
            index_elements=["case_id"], set_=later, where=CaseAnswer.job_id < job_id
        )
    )
    await session.execute(
        update(Alert)
        .where(Alert.case_id == case_id, Alert.answered_at.is_(None))
        .values(answered_at=now, answered_by=person_id, next_rung_at=None)
    )
    holders = await directory.role_holders(session, school_id)
    answering = {one.person_id for one in holders if one.role in ANSWERING}
    mail = await _pending_mail(session, case_id)
    pending = [
        one for one in mail if one.alert_id and (one.by_ladder or one.person_id in answering)
    ]
    await deliveries.cancel_pending(
        session, school_id, [one.id for one in pending], Reason.ANSWERED
    )


async def _pending_mail(session: AsyncSession, case_id: UUID) -> list[Delivery]:
    chosen = select(Delivery).where(
        Delivery.case_id == case_id, Delivery.next_attempt_at.is_not(None)
    )
    return list(await session.scalars(chosen))


async def follow_readers(session: AsyncSession, case_id: UUID) -> None:
    """Readers changed: cancel what is pending to those who may not know; tell those who now may."""
    await queries.lock_case(session, case_id)
    for one in await _pending_mail(session, case_id):
        await _look_again(session, one)
    alerts = await queries.open_alerts_of(session, case_id)
    readers = await queries.readers_of(session, case_id) if alerts else []
    for alert in alerts:
        await _tell_again(session, alert, readers)


async def _look_again(session: AsyncSession, one: Delivery) -> None:
    assert one.case_id is not None  # noqa: S101  # it was found by its case
    if await is_reader(session, one.case_id, one.person_id):
        if one.reason == Reason.WAITING_FOR_ACCESS:
            await deliveries.send_now(session, one.school_id, one.id)
    elif not (_is_asked(one) and await may_be_told(session, one.case_id, one.person_id)):
        await deliveries.cancel_pending(session, one.school_id, [one.id], Reason.NOT_A_READER)


def _is_asked(one: Delivery) -> bool:
    """Say whether this message may go to somebody who does not read the case yet."""
    return one.by_ladder or one.purpose in {Purpose.PROCEDURE, Purpose.SEE_THE_LEAD}


async def _tell_again(session: AsyncSession, alert: Alert, readers: list[UUID]) -> None:
    back = select(Delivery.id).where(
        Delivery.alert_id == alert.id,
        Delivery.channel == Channel.EMAIL,
        Delivery.state == State.CANCELLED,
        Delivery.reason == Reason.NOT_A_READER,
        Delivery.person_id.in_(readers),
    )
    for delivery_id in list(await session.scalars(back)):
        await deliveries.send_now(session, alert.school_id, delivery_id)
    told = await queries.people_told(session, alert)
    away = await queries.away_until(session, alert.school_id, clock.now())
    new = [one for one in readers if one not in told]
    await queueing.queue_alert_messages(session, alert, new, away=away)
