"""Whom an alert is for, and what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.alerts.models import Alert
from services.shared.events.reporting import ConcernReceived

# The only question: does reporting say that this person reads the case? The chosen adult and the
# chair of governors come in by the same door as the leads.
_READERS = text(
    "SELECT p.id FROM directory.person p"
    " WHERE p.kind IN ('staff', 'governor') AND p.is_active"
    " AND published.case_readers(:case_id, p.id) ORDER BY p.id"
)
_DUE = text("SELECT school_id, alert_id FROM notifications.due_alerts(:now, :most)")
# A message that waits for somebody's return has told nobody yet.
_TOLD = text(
    "SELECT person_id FROM notifications.delivery WHERE alert_id = :alert_id AND reminder = :round"
    " AND channel = 'email' AND (next_attempt_at IS NULL OR reason IS DISTINCT FROM 'away')"
    " UNION SELECT person_id FROM notifications.rung WHERE alert_id = :alert_id AND round = :round"
)
_TOLD_OF = text("SELECT DISTINCT person_id FROM notifications.delivery WHERE case_id = :case_id")
_AWAY = text(
    "SELECT person_id, max(away_until) AS until FROM directory.away"
    " WHERE school_id = :school_id AND away_from <= :now AND away_until > :now GROUP BY person_id"
)
_ZONE = text("SELECT time_zone FROM directory.school WHERE id = :school_id")
_NEXT_MORNING = text(
    "SELECT starts_at FROM directory.school_day WHERE school_id = :school_id"
    " AND kind = 'school' AND on_date > :today AND starts_at IS NOT NULL"
    " ORDER BY on_date LIMIT 1"
)
_IN_SCHOOL = text(
    "SELECT EXISTS (SELECT FROM directory.school_day WHERE school_id = :school_id"
    " AND kind = 'school' AND on_date = :today AND starts_at <= :now AND :now < ends_at)"
)
# One lock per case among notifications' own transactions, so that an answer and an alert that
# are heard at the same moment see each other. Not the lock 7 of the published functions.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:case_id, 8))")
_MINE = text(
    "SELECT a.id, a.case_id, a.urgency, a.raised_at, a.target_at,"
    " (SELECT count(*) FROM notifications.folded f WHERE f.alert_id = a.id) AS more"
    " FROM notifications.delivery d"
    " JOIN notifications.alert a ON a.id = d.alert_id"
    " WHERE d.person_id = :person_id AND d.channel = 'in_app'"
    " AND d.reminder = 0 AND a.answered_at IS NULL"
    " AND published.case_readers(a.case_id, :person_id)"
    " ORDER BY a.raised_at, a.id LIMIT :most"
)
# One alert of which the person was told and whose case they still read.
_MY_ALERT = text(
    "SELECT a.id, a.school_id, a.case_id, a.urgency, a.raised_at, a.target_at"
    " FROM notifications.alert a WHERE a.id = :alert_id AND a.answered_at IS NULL"
    " AND EXISTS (SELECT FROM notifications.delivery d WHERE d.alert_id = a.id"
    "  AND d.person_id = :person_id AND d.channel = 'in_app')"
    " AND published.case_readers(a.case_id, :person_id)"
)


@dataclass(frozen=True)
class SchoolTime:
    """The school's clock, when its next school day begins (UTC), and whether it is school now."""

    zone: str
    next_morning: datetime | None
    in_school: bool = False


async def readers_of(session: AsyncSession, case_id: UUID) -> list[UUID]:
    """Return everybody at the school who reads the case now."""
    return list(await session.scalars(_READERS, {"case_id": case_id}))


async def lock_case(session: AsyncSession, case_id: UUID) -> None:
    """Let no other transaction of this service act on the case until this one ends."""
    await session.execute(_LOCK, {"case_id": str(case_id)})


async def lock_about(session: AsyncSession, about_id: UUID) -> None:
    """Let alerts about the same be raised one after the other."""
    await session.execute(_LOCK, {"case_id": str(about_id)})


async def raised_about(
    session: AsyncSession, event: ConcernReceived, since: datetime
) -> Sequence[UUID]:
    """Return the alerts about the same that other concerns raised after `since`, newest first."""
    chosen = select(Alert.id).where(
        Alert.school_id == event.school_id,
        Alert.about_id == event.about_id,
        Alert.raised_at > since,
        Alert.concern_id != event.concern_id,
    )
    return (await session.scalars(chosen.order_by(Alert.raised_at.desc()))).all()


async def due_alerts(session: AsyncSession, now: datetime, most: int) -> list[tuple[UUID, UUID]]:
    """Return (school id, alert id) of at most `most` alerts whose ladder moves on."""
    rows = await session.execute(_DUE, {"now": now, "most": most})
    return [(row.school_id, row.alert_id) for row in rows]


async def alert_to_move(session: AsyncSession, alert_id: UUID, now: datetime) -> Alert | None:
    """Return the alert, locked, if it is still due."""
    chosen = (
        select(Alert)
        .where(Alert.id == alert_id, Alert.next_rung_at <= now, Alert.answered_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(chosen)).one_or_none()


async def open_alert_of(session: AsyncSession, concern_id: UUID) -> Alert | None:
    """Return the concern's alert that nobody has answered yet, or None."""
    chosen = select(Alert).where(Alert.concern_id == concern_id, Alert.answered_at.is_(None))
    return (await session.scalars(chosen.order_by(Alert.raised_at.desc()).limit(1))).one_or_none()


async def people_told(session: AsyncSession, alert: Alert) -> frozenset[UUID]:
    """Return who was told of the alert in the present round of its ladder, in whatever way."""
    asked = {"alert_id": alert.id, "round": alert.round}
    return frozenset(await session.scalars(_TOLD, asked))


async def people_told_of(session: AsyncSession, case_id: UUID) -> frozenset[UUID]:
    """Return who was or will be told of the case, in whatever way and by whatever cause."""
    return frozenset(await session.scalars(_TOLD_OF, {"case_id": case_id}))


async def away_until(session: AsyncSession, school_id: UUID, now: datetime) -> dict[UUID, datetime]:
    """Return who is away now, and until when."""
    rows = await session.execute(_AWAY, {"school_id": school_id, "now": now})
    return {row.person_id: row.until for row in rows}


async def school_time(session: AsyncSession, school_id: UUID, now: datetime) -> SchoolTime:
    """Return the school's time zone, its next school day after today, whether school is on."""
    zone = await session.scalar(_ZONE, {"school_id": school_id}) or "Europe/London"
    today = now.astimezone(ZoneInfo(zone)).date()
    morning = await session.scalar(_NEXT_MORNING, {"school_id": school_id, "today": today})
    asked = {"school_id": school_id, "today": today, "now": now}
    return SchoolTime(zone, morning, bool(await session.scalar(_IN_SCHOOL, asked)))


async def open_alerts_of(session: AsyncSession, case_id: UUID) -> Sequence[Alert]:
    """Return the alerts of the case that nobody has answered."""
    chosen = select(Alert).where(Alert.case_id == case_id, Alert.answered_at.is_(None))
    return (await session.scalars(chosen)).all()


async def alerts_for(
    session: AsyncSession, person_id: UUID, most: int
) -> Sequence[Row[tuple[object, ...]]]:
    """Return the person's open alerts of cases they still read, the oldest first."""
    rows = await session.execute(_MINE, {"person_id": person_id, "most": most})
    return rows.all()


async def alert_of(
    session: AsyncSession, alert_id: UUID, person_id: UUID
) -> Row[tuple[object, ...]] | None:
    """Return an open alert of which this person was told, if they still read its case."""
    asked = {"alert_id": alert_id, "person_id": person_id}
    return (await session.execute(_MY_ALERT, asked)).one_or_none()
