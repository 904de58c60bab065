"""Let the next channel take over a message, and follow up what a provider took."""

from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries import queries
from services.notifications.deliveries.actions_queue import TO_SEND
from services.notifications.deliveries.adapters_notify import DELIVERED, FAILED
from services.notifications.deliveries.models import (
    Channel,
    Delivery,
    DeliveryAttempt,
    Provider,
    Reason,
    State,
)
from services.notifications.deliveries.rules_channels import STAYS_OPEN, ask_again_at
from services.shared import clock

# What a message by the next channel has in common with the one before.
SAME: Final = (
    *("school_id", "alert_id", "case_id", "notice_id", "pupil_id", "person_id"),
    *("by_ladder", "purpose", "reminder"),
)


async def hand_on(session: AsyncSession, delivery_id: UUID, channel: Channel) -> None:
    """Queue the same message by `channel`, once; whether it may leave is asked when it does."""
    found = await session.get_one(Delivery, delivery_id, populate_existing=True)
    if found.state in {State.CANCELLED, State.ACCEPTED}:
        return
    await _queue_on(session, found, channel)


async def _queue_on(session: AsyncSession, found: Delivery, channel: Channel) -> None:
    now = clock.now()
    row: dict[str, Any] = {name: getattr(found, name) for name in SAME}
    row |= {"id": uuid4(), "channel": channel.value, "state": State.QUEUED.value, "attempts": 0}
    row |= {"queued_at": now, "next_attempt_at": now}
    once = insert_once(Delivery).values(**row).on_conflict_do_nothing().returning(Delivery.id)
    if await session.scalar(once) is not None:
        session.info.setdefault(TO_SEND, []).append((found.school_id, row["id"]))


async def leave_alone(session: AsyncSession, delivery_id: UUID, channel: Channel) -> None:
    """Let a message wait whose provider fails, and send it by the next channel meanwhile."""
    found = (
        await session.scalars(
            select(Delivery)
            .where(Delivery.id == delivery_id, Delivery.next_attempt_at <= clock.now())
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()
    if found is None:
        return
    found.next_attempt_at = clock.now() + STAYS_OPEN
    found.reason = Reason.SERVER_AWAY.value
    await _queue_on(session, found, channel)


async def note_provider(session: AsyncSession, channel: str, reason: Reason | None) -> None:
    """Write down that a provider began to fail, or works again."""
    now = clock.now()
    row = {"channel": channel, "is_failing": reason is not None, "reason": reason, "since": now}
    await session.execute(
        insert_once(Provider)
        .values(**row)
        .on_conflict_do_update(index_elements=["channel"], set_=row)
    )


async def note_status(
    session: AsyncSession, delivery_id: UUID, status: str | None, following: Channel | None
) -> None:
    """Write down what the provider says became of a message; a failed one goes on (`following`)."""
    now = clock.now()
    found = await queries.delivery_to_follow(session, delivery_id, now)
    if found is None or found.accepted_at is None:
        return
    if status in FAILED:
        found.state, found.reason = State.BOUNCED.value, Reason.BOUNCED.value
        found.next_status_at = None
        if following is not None:
            await _queue_on(session, found, following)
    elif status == DELIVERED:
        found.delivered_at, found.next_status_at = now, None
    else:
        found.next_status_at = ask_again_at(now, found.accepted_at)
        return
    session.add(
        DeliveryAttempt(
            id=uuid4(),
            school_id=found.school_id,
            delivery_id=delivery_id,
            at=now,
            state=found.state,
            reason=found.reason,
        )
    )
