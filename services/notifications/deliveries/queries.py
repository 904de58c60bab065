"""What a send must know at its very moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.models import Delivery, Reason
from services.notifications.deliveries.rules import ANSWERING, LEADS
from services.shared.paging import PAGE, read_cursor, write_cursor

_TO_SEND = text(
    "SELECT d.id, d.school_id, d.person_id, d.alert_id, d.case_id, d.notice_id, d.pupil_id,"
    " d.by_ladder, d.attempts, d.purpose, d.reason, d.channel,"
    " a.urgency, coalesce(p.is_active, false) AS is_active, a.answered_at,"
    " d.by_ladder OR EXISTS (SELECT FROM directory.role_holder h WHERE h.person_id = d.person_id"
    "  AND h.role = ANY(:answering)) AS may_answer,"
    " (SELECT max(w.away_until) FROM directory.away w WHERE w.person_id = d.person_id"
    "  AND w.away_from <= :now AND w.away_until > :now) AS away_until,"
    " EXISTS (SELECT FROM directory.school_day y WHERE y.school_id = d.school_id"
    "  AND y.kind = 'school' AND y.starts_at <= :now AND :now < y.ends_at) AS in_school,"
    " coalesce(f.quiet_in_class, false) AS quiet_in_class,"
    " coalesce(f.quiet_evenings, false) AS quiet_evenings, coalesce(s.time_zone, 'UTC') AS zone,"
    " coalesce(f.texts_urgent, false) AS texts_urgent, coalesce(f.no_digest, false) AS no_digest,"
    " coalesce(f.can_wait, 'mail') AS can_wait,"
    " EXISTS (SELECT FROM directory.duty_phone b WHERE b.school_id = d.school_id"
    "  AND b.carrier_id = d.person_id) AS carries_duty_phone"
    " FROM notifications.delivery d"
    " LEFT JOIN directory.person p ON p.id = d.person_id"
    " LEFT JOIN notifications.alert a ON a.id = d.alert_id"
    " LEFT JOIN notifications.preference f ON f.person_id = d.person_id"
    " LEFT JOIN directory.school s ON s.id = d.school_id"
    " WHERE d.id = :id AND d.next_attempt_at <= :now FOR UPDATE OF d SKIP LOCKED"
)
_READS = text("SELECT published.case_readers(:case_id, :person_id)")
_MAY_BE_TOLD = text("SELECT published.may_be_told(:case_id, :person_id)")
_IS_STOPPED = text("SELECT published.notice_is_stopped(:notice_id)")
_TASK_WAITS = text("SELECT published.task_waits(:task_id, :person_id)")
_SHARE_MAILBOX = text("SELECT published.share_mailbox(:link_id, :now)")
_GUARDIAN = text(
    "SELECT is_barred, shares_channel_with_barred FROM directory.guardian"
    " WHERE pupil_id = :pupil_id AND person_id = :person_id"
)
_DUE_STATUSES = text("SELECT school_id, delivery_id FROM notifications.due_statuses(:now, :most)")
_ANSWER = text(
    "SELECT c.answered_at, p.display_name FROM notifications.case_answer c"
    " LEFT JOIN directory.person p ON p.id = c.person_id WHERE c.case_id = :case_id"
)
_IS_LEAD = text(
    "SELECT EXISTS (SELECT FROM directory.role_holder"
    " WHERE person_id = :person_id AND role = ANY(:leads))"
)
_DUE = text("SELECT school_id, delivery_id FROM notifications.due_deliveries(:now, :most)")


@dataclass(frozen=True)
class Guardianship:
    """Whether the pupil's guardian may be written to."""

    is_barred: bool
    shares_channel_with_barred: bool


async def delivery_to_send(
    session: AsyncSession, delivery_id: UUID, now: datetime
) -> Row[tuple[object, ...]] | None:
    """Return the delivery, locked, with what decides about it; None where it is not due."""
    known = {"id": delivery_id, "now": now, "answering": list(ANSWERING)}
    return (await session.execute(_TO_SEND, known)).one_or_none()


async def is_reader(session: AsyncSession, case_id: UUID, person_id: UUID) -> bool:
    """Ask reporting whether the person reads the case, under the case's lock."""
    return bool(await session.scalar(_READS, {"case_id": case_id, "person_id": person_id}))


async def may_be_told(session: AsyncSession, case_id: UUID, person_id: UUID) -> bool:
    """Ask reporting whether the ladder may go on to this person, under the case's lock."""
    return bool(await session.scalar(_MAY_BE_TOLD, {"case_id": case_id, "person_id": person_id}))


async def is_lead(session: AsyncSession, person_id: UUID) -> bool:
    """Say whether this person is a safeguarding lead or a deputy now."""
    known = {"person_id": person_id, "leads": list(LEADS)}
    return bool(await session.scalar(_IS_LEAD, known))


async def is_stopped(session: AsyncSession, notice_id: UUID) -> bool:
    """Ask reporting whether a notice about a case must not go to its guardian any more."""
    return bool(await session.scalar(_IS_STOPPED, {"notice_id": notice_id}))


async def task_waits(session: AsyncSession, task_id: UUID, person_id: UUID) -> bool:
    """Ask reporting whether a task still waits for this person, who may know of it."""
    known = {"task_id": task_id, "person_id": person_id}
    return bool(await session.scalar(_TASK_WAITS, known))


async def share_mailbox(session: AsyncSession, link_id: UUID, now: datetime) -> str | None:
    """Ask reporting where a link to a share goes; None where it must not leave any more."""
    found: str | None = await session.scalar(_SHARE_MAILBOX, {"link_id": link_id, "now": now})
    return found


async def guardianship(
    session: AsyncSession, pupil_id: UUID, person_id: UUID
) -> Guardianship | None:
    """Return what the school has on this guardian of this pupil; None where they are none."""
    row = (
        await session.execute(_GUARDIAN, {"pupil_id": pupil_id, "person_id": person_id})
    ).one_or_none()
    return None if row is None else Guardianship(row.is_barred, row.shares_channel_with_barred)


async def due_deliveries(
    session: AsyncSession, now: datetime, most: int
) -> list[tuple[UUID, UUID]]:
    """Return (school id, delivery id) of at most `most` deliveries whose time has come."""
    rows = await session.execute(_DUE, {"now": now, "most": most})
    return [(row.school_id, row.delivery_id) for row in rows]


async def deliveries_of_case(
    session: AsyncSession, case_id: UUID, cursor: str | None
) -> tuple[list[Delivery], str | None]:
    """Return a page of who was told of the case and whether it arrived, the first one first.

    Whoever must not know is left out: nobody learns here who is kept out of a case.
    """
    wanted = select(Delivery).where(
        Delivery.case_id == case_id, Delivery.reason.is_distinct_from(Reason.NOT_A_READER)
    )
    if cursor:
        at, last = read_cursor(cursor, 2)
        place = tuple_(Delivery.queued_at, Delivery.id)
        wanted = wanted.where(place > (datetime.fromisoformat(at), UUID(last)))
    in_order = wanted.order_by(Delivery.queued_at, Delivery.id).limit(PAGE + 1)
    found = list(await session.scalars(in_order))
    following = None
    if len(found) > PAGE:
        end = found[PAGE - 1]
        following = write_cursor([end.queued_at.isoformat(), str(end.id)])
    return found[:PAGE], following


async def answer_of(session: AsyncSession, case_id: UUID) -> Row[tuple[object, ...]] | None:
    """Return who answered the case's alerts last, and when."""
    return (await session.execute(_ANSWER, {"case_id": case_id})).one_or_none()


async def due_statuses(session: AsyncSession, now: datetime, most: int) -> list[tuple[UUID, UUID]]:
    """Return (school id, delivery id) of at most `most` deliveries to ask the provider about."""
    rows = await session.execute(_DUE_STATUSES, {"now": now, "most": most})
    return [(row.school_id, row.delivery_id) for row in rows]


async def delivery_to_follow(
    session: AsyncSession, delivery_id: UUID, now: datetime
) -> Delivery | None:
    """Return a delivery, locked, if it is time to ask what became of it."""
    chosen = (
        select(Delivery)
        .where(Delivery.id == delivery_id, Delivery.next_status_at <= now)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(chosen)).one_or_none()


async def ref_of(session: AsyncSession, delivery_id: UUID) -> tuple[str, str] | None:
    """Return by what name the provider knows a delivery, and its channel."""
    asked = select(Delivery.provider_ref, Delivery.channel).where(Delivery.id == delivery_id)
    row = (await session.execute(asked)).one_or_none()
    return None if row is None or row.provider_ref is None else (row.provider_ref, row.channel)


async def channel_of(session: AsyncSession, delivery_id: UUID) -> str | None:
    """Return the channel of a delivery."""
    found: str | None = await session.scalar(
        select(Delivery.channel).where(Delivery.id == delivery_id)
    )
    return found
