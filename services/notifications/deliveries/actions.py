"""Queue a message, take it up for one try, write down what came of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries import actions_queue, queries
from services.notifications.deliveries.actions_channels import hand_on
from services.notifications.deliveries.actions_checks import why_not
from services.notifications.deliveries.adapters import Answer
from services.notifications.deliveries.models import (
    Channel,
    Delivery,
    DeliveryAttempt,
    Purpose,
    Reason,
    State,
)
from services.notifications.deliveries.queries_addresses import address_for
from services.notifications.deliveries.rules import (
    LEASE,
    QUIET_LOOK,
    URGENT,
    WAIT_FOR_ACCESS,
    Outgoing,
    Words,
    look_again_at,
    next_try_at,
)
from services.notifications.deliveries.rules_channels import (
    ask_again_at,
    next_channel,
    takes_over,
)
from services.shared import clock
from services.shared.encryption import Keyring
from services.shared.events.notifications import ProcedureTold
from services.shared.queue import record


async def wake(session: AsyncSession, alert: Any, person_id: UUID) -> None:
    """Send at once what waited for this person's return: the ladder has nobody else left."""
    waiting = select(Delivery).where(
        Delivery.alert_id == alert.id,
        Delivery.person_id == person_id,
        Delivery.reason == Reason.AWAY,
        Delivery.next_attempt_at.is_not(None),
    )
    for one in list(await session.scalars(waiting)):
        await _set(session, one.id, by_ladder=True)
        await send_now(session, alert.school_id, one.id)


async def take_up(
    session: AsyncSession,
    keyring: Keyring,
    delivery_id: UUID,
    chain: tuple[Channel, ...] = (Channel.EMAIL,),
) -> Outgoing | None:
    """Return the message if it may leave at this moment; None where it must not or not yet.

    Whether the person may be told is asked here, in the transaction right before the send
    (architecture.md 3). The row is leased, not locked, while the mail server takes its time: the
    case's own lock must not wait for a mail server. `chain` are the channels in their order.
    """
    now = clock.now()
    row = await queries.delivery_to_send(session, delivery_id, now)
    if row is None or await _is_held_back(session, row, now):
        return None
    if _rings_at_once(row, chain):
        await hand_on(session, delivery_id, Channel.SMS)
    going = await _leased(session, keyring, row, now)
    if going is None:
        await take_over(session, delivery_id, Reason.NO_ADDRESS, chain)
    return going


async def _is_held_back(session: AsyncSession, row: Any, now: datetime) -> bool:
    """Say whether the message must not leave at all, or not yet; write down which."""
    stop = await why_not(session, row)
    if stop is None:
        return False
    if stop is Reason.WAITING_FOR_ACCESS and row.purpose == Purpose.PROCEDURE:
        await _ask_for_access(session, row)
    later = _later(row, stop, now)
    if later is None:
        await _cancel(session, row.school_id, row.id, stop)
    else:
        await _set(session, row.id, next_attempt_at=later, reason=stop)
    return True


def _rings_at_once(row: Any, chain: tuple[Channel, ...]) -> bool:
    """Say whether a text goes beside the mail: critical, and nobody is in school (A-1.5-6).

    Whoever wants it gets one for every urgent alert.
    """
    is_new = row.attempts == 0 and row.channel == Channel.EMAIL
    is_night = row.urgency == "critical" and not row.in_school
    is_wanted = row.texts_urgent and row.urgency in URGENT
    return Channel.SMS in chain and is_new and (is_night or is_wanted)


async def take_over(
    session: AsyncSession, delivery_id: UUID, reason: Reason, chain: tuple[Channel, ...]
) -> None:
    """Let the next channel have the message as well, once this one has failed often enough."""
    found = await session.get_one(Delivery, delivery_id, populate_existing=True)
    following = next_channel(chain, found.channel)
    if following is not None and takes_over(reason, found.attempts):
        await hand_on(session, delivery_id, following)


async def _ask_for_access(session: AsyncSession, row: Any) -> None:
    """Let reporting open the case to whom its procedure names, once their message is due."""
    if row.reason != Reason.WAITING_FOR_ACCESS:
        event = ProcedureTold(school_id=row.school_id, case_id=row.case_id, person_id=row.person_id)
        await record(session, event)


def _later(row: Any, stop: Reason | None, now: datetime) -> datetime | None:
    """Return when to look again at a message that must only wait."""
    if stop is Reason.AWAY:
        return look_again_at(now, row.away_until)
    if stop is Reason.QUIET:
        return now + QUIET_LOOK
    return now + WAIT_FOR_ACCESS if stop is Reason.WAITING_FOR_ACCESS else None


async def _leased(
    session: AsyncSession, keyring: Keyring, row: Any, now: datetime
) -> Outgoing | None:
    await _set(session, row.id, next_attempt_at=now + LEASE, attempts=row.attempts + 1)
    address = await address_for(session, keyring, row, now)
    if address is None:
        await note_answer(session, row.id, Answer(Reason.NO_ADDRESS))
        return None
    words = Words(row.purpose, row.urgency)
    return Outgoing(row.id, address, row.notice_id, words, row.channel, row.attempts + 1)


async def note_answer(session: AsyncSession, delivery_id: UUID, answer: Answer) -> None:
    """Write down the try; plan the next one where the provider did not take the message."""
    now = clock.now()
    found = await session.get_one(Delivery, delivery_id, populate_existing=True)
    state = State.ACCEPTED if answer.reason is None else State.FAILED_FOR_NOW
    if answer.reason is None:
        facts = {"provider_ref": answer.ref, "accepted_at": now, "next_attempt_at": None}
        asked_at = ask_again_at(now, now) if answer.ref else None
        await _set(session, delivery_id, state=state, next_status_at=asked_at, **facts)
    elif found.state != State.CANCELLED:
        later = next_try_at(now, found.attempts, answer.reason)
        await _set(session, delivery_id, state=state, next_attempt_at=later, reason=answer.reason)
    await _note(session, found.school_id, delivery_id, state, answer)


async def note_opening(session: AsyncSession, case_id: UUID, person_id: UUID) -> None:
    """Note that this person opened the case; the first time counts."""
    mine = (Delivery.case_id == case_id, Delivery.person_id == person_id)
    opened = update(Delivery).where(*mine, Delivery.opened_at.is_(None))
    await session.execute(opened.values(opened_at=clock.now()))


async def cancel_pending(
    session: AsyncSession, school_id: UUID, delivery_ids: Iterable[UUID], reason: Reason
) -> None:
    """Stop what has not left yet."""
    for delivery_id in delivery_ids:
        await _cancel(session, school_id, delivery_id, reason)


async def send_now(session: AsyncSession, school_id: UUID, delivery_id: UUID) -> None:
    """Let a waiting message leave after the commit, not at its next time."""
    await _set(session, delivery_id, state=State.QUEUED, next_attempt_at=clock.now(), reason=None)
    session.info.setdefault(actions_queue.TO_SEND, []).append((school_id, delivery_id))


async def _cancel(
    session: AsyncSession, school_id: UUID, delivery_id: UUID, reason: Reason
) -> None:
    await _set(session, delivery_id, state=State.CANCELLED, next_attempt_at=None, reason=reason)
    await _note(session, school_id, delivery_id, State.CANCELLED, Answer(reason))


async def _set(session: AsyncSession, delivery_id: UUID, **facts: Any) -> None:
    if facts.get("state") is State.ACCEPTED:
        facts["reason"] = None
    await session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.accepted_at.is_(None))
        .values(**facts)
        .execution_options(synchronize_session=False)
    )


async def _note(
    session: AsyncSession, school_id: UUID, delivery_id: UUID, state: State, answer: Answer
) -> None:
    tried = {
        "id": uuid4(),
        "school_id": school_id,
        "delivery_id": delivery_id,
        "at": clock.now(),
        "state": state.value,
        "reason": answer.reason,
        "answer_code": answer.code,
    }
    await session.execute(insert(DeliveryAttempt).values(**tried))
