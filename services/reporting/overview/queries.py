"""One reader's week; row security leaves out every case that they do not read (G-12)."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import CaseSummary, Happening, State
from services.reporting.cases.queries import display_names
from services.reporting.overview.schemas import Overview, StaleCase
from services.reporting.procedures.models import PlannedItem
from services.shared import clock

WEEK: Final = timedelta(days=7)
# Longer without anything done in an open case, and it stands on the list.
STALE_AFTER: Final = timedelta(days=7)
SHOWN_AT_MOST: Final = 50
COUNTED_AT_MOST: Final = 1000
# Looking at a case is not work on it.
_IDLE: Final = ("opened_by_reader",)
_ZONE: Final = text("SELECT time_zone FROM directory.school WHERE id = :school_id")


async def overview_of(session: AsyncSession, school_id: UUID) -> Overview:
    """Return the last seven days and the stale list of whoever asks."""
    now = clock.now()
    since = now - WEEK
    is_open = CaseSummary.state != State.CLOSED.value
    closed = _cases(school_id, Happening.kind == "closed", Happening.at >= since).join(
        Happening, Happening.case_id == CaseSummary.case_id
    )
    late = _cases(school_id, is_open, PlannedItem.due_at < now).join(
        PlannedItem, PlannedItem.case_id == CaseSummary.case_id
    )
    asked = select(
        _number(_cases(school_id, CaseSummary.opened_at >= since)).label("opened"),
        _number(closed).label("closed"),
        _number(_cases(school_id, is_open)).label("open"),
        _number(_cases(school_id, is_open, CaseSummary.danger.is_(True))).label("critical"),
        _number(_cases(school_id, is_open, CaseSummary.owner_id.is_(None))).label("unowned"),
        _number(late).label("overdue"),
    )
    counts = (await session.execute(asked)).mappings().one()
    return Overview(
        from_at=since,
        stale=await _stale(session, school_id, now),
        stale_after_days=STALE_AFTER.days,
        **counts,
    )


def _cases(school_id: UUID, *only: ColumnElement[bool]) -> Any:
    return select(CaseSummary.case_id).where(CaseSummary.school_id == school_id, *only).distinct()


def _number(cases: Any) -> Any:
    few = cases.limit(COUNTED_AT_MOST).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


async def _stale(session: AsyncSession, school_id: UUID, now: datetime) -> list[StaleCase]:
    last_at = (
        select(func.max(Happening.at))
        .where(Happening.case_id == CaseSummary.case_id, Happening.kind.not_in(_IDLE))
        .scalar_subquery()
    )
    touched = func.coalesce(last_at, CaseSummary.opened_at)
    asked = (
        select(CaseSummary, touched.label("last_at"))
        .where(
            CaseSummary.school_id == school_id,
            and_(CaseSummary.state != State.CLOSED.value, CaseSummary.paused_until.is_(None)),
            touched < now - STALE_AFTER,
        )
        .order_by(touched, CaseSummary.case_id)
        .limit(SHOWN_AT_MOST)
    )
    rows = (await session.execute(asked)).all()
    names = await display_names(session, {row[0].owner_id for row in rows if row[0].owner_id})
    zone = ZoneInfo(str(await session.scalar(_ZONE, {"school_id": school_id})))
    return [_shown(case, last, names, now, zone) for case, last in rows]


def _shown(
    case: CaseSummary, last: datetime, names: dict[UUID, str], now: datetime, zone: ZoneInfo
) -> StaleCase:
    return StaleCase(
        case_id=case.case_id,
        reference=case.reference,
        severity=case.severity,
        state=case.state,
        owner=names.get(case.owner_id) if case.owner_id else None,
        last_on=last.astimezone(zone).date(),
        quiet_days=(now - last).days,
    )
