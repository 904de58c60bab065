"""What waits in the cases that somebody reads; row security leaves out every other case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import CaseSummary
from services.reporting.planner.rules import how_soon
from services.reporting.planner.schemas import PlannedShown, Planner
from services.reporting.procedures.models import NO_LIMIT, PlannedItem
from services.shared import clock
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed
from services.shared.paging import PAGE, read_cursor, write_cursor

_ZONE: Final = text("SELECT time_zone FROM directory.school WHERE id = :school_id")
_ORDER: Final = (PlannedItem.due_at, PlannedItem.case_id, PlannedItem.key)


async def planner_of(session: AsyncSession, reader: Caller, *, cursor: str | None) -> Planner:
    """Return one page of what waits; raises Malformed for a cursor that is none of ours."""
    rows = await _page(session, reader.school_id, cursor)
    zone = ZoneInfo(str(await session.scalar(_ZONE, {"school_id": reader.school_id})))
    now = clock.now()
    return Planner(
        today=now.astimezone(zone).date(),
        items=[
            PlannedShown(
                **{name: row[name] for name in _SHOWN},
                is_mine=row["owner_id"] == reader.person_id,
                due_at=_limit(row),
                when=how_soon(row["kind"], _limit(row), now, zone),
            )
            for row in rows[:PAGE]
        ],
        next_cursor=_cursor(rows[PAGE - 1]) if len(rows) > PAGE else None,
    )


_SHOWN: Final = ("case_id", "reference", "severity", "kind", "what", "by")


def _limit(row: Any) -> datetime | None:
    due_at: datetime = row["due_at"]
    return None if due_at == NO_LIMIT else due_at


async def _page(session: AsyncSession, school_id: UUID, cursor: str | None) -> Sequence[Any]:
    columns = (PlannedItem.case_id, PlannedItem.key, PlannedItem.kind, PlannedItem.what)
    asked = (
        select(
            *columns,
            PlannedItem.by,
            PlannedItem.due_at,
            CaseSummary.reference,
            CaseSummary.severity,
        )
        .add_columns(CaseSummary.owner_id)
        .join(CaseSummary, CaseSummary.case_id == PlannedItem.case_id)
        .where(PlannedItem.school_id == school_id)
        .order_by(*_ORDER)
        .limit(PAGE + 1)
    )
    if cursor is not None:
        asked = asked.where(tuple_(*_ORDER) > tuple_(*_after(cursor)))
    return (await session.execute(asked)).mappings().all()


def _after(cursor: str) -> tuple[datetime, UUID, str]:
    due_at, case_id, key = read_cursor(cursor, 3)
    try:
        return datetime.fromisoformat(due_at), UUID(case_id), key
    except ValueError as error:
        field = FieldError("cursor", "Start from page one.")
        raise Malformed("That page cannot be found.", (field,)) from error


def _cursor(row: Any) -> str:
    return write_cursor([row["due_at"].isoformat(), str(row["case_id"]), row["key"]])
