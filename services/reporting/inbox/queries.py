"""What waits for one reader; row security decides which cases there are at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, not_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import CasePupil, CaseSummary, State
from services.reporting.cases.queries import display_names
from services.reporting.inbox.schemas import Counts, Inbox, InboxRow
from services.shared.calendar import half_day
from services.shared.errors import FieldError, Malformed
from services.shared.paging import PAGE, read_cursor, write_cursor

COUNTED_AT_MOST = 500
_COLUMNS = (
    *("case_id", "reference", "severity", "danger", "state", "kind", "risk_area", "source"),
    *("waiting_since", "owner_id"),
)
_IS_OPEN = CaseSummary.state != State.CLOSED.value
_ORDER = (not_(CaseSummary.danger), CaseSummary.waiting_since, CaseSummary.case_id)


async def inbox_of(
    session: AsyncSession, school_id: UUID, *, reader_id: UUID, cursor: str | None
) -> Inbox:
    """Return one page of the inbox; raises Malformed for a cursor that is none of ours."""
    rows = await _page(session, school_id, cursor)
    shown = rows[:PAGE]
    pupils = await _pupil_ids(session, [row["case_id"] for row in shown])
    people = {one for ids in pupils.values() for one in ids}
    names = await display_names(session, people | {row["owner_id"] for row in shown} - {None})
    return Inbox(
        items=[_row(row, pupils.get(row["case_id"], []), names, reader_id) for row in shown],
        next_cursor=_cursor(shown[-1]) if len(rows) > PAGE else None,
        counts=await _counts(session, school_id, reader_id),
    )


async def _page(session: AsyncSession, school_id: UUID, cursor: str | None) -> Sequence[Any]:
    asked = (
        select(*(getattr(CaseSummary, name) for name in _COLUMNS))
        .where(CaseSummary.school_id == school_id, _IS_OPEN)
        .order_by(*_ORDER)
        .limit(PAGE + 1)
    )
    if cursor is not None:
        asked = asked.where(tuple_(*_ORDER) > tuple_(*_after(cursor)))
    return (await session.execute(asked)).mappings().all()


def _after(cursor: str) -> tuple[bool, datetime, UUID]:
    calm, waiting_since, case_id = read_cursor(cursor, 3)
    try:
        return calm == "calm", datetime.fromisoformat(waiting_since), UUID(case_id)
    except ValueError as error:
        field = FieldError("cursor", "Start from page one.")
        raise Malformed("That page cannot be found.", (field,)) from error


def _cursor(row: Any) -> str:
    calm = "danger" if row["danger"] else "calm"
    return write_cursor([calm, row["waiting_since"].isoformat(), str(row["case_id"])])


def _row(row: Any, pupils: list[UUID], names: dict[UUID, str], reader_id: UUID) -> InboxRow:
    owner_id = row["owner_id"]
    known = {name: row[name] for name in _COLUMNS if name != "owner_id"}
    if row["source"] == "pupil":  # a child may have told without a name (T20)
        known["waiting_since"] = half_day(row["waiting_since"])
    return InboxRow(
        **known,
        pupils=[names[one] for one in pupils if one in names],
        owner=names.get(owner_id),
        is_mine=owner_id == reader_id,
    )


async def _pupil_ids(session: AsyncSession, cases: list[UUID]) -> dict[UUID, list[UUID]]:
    asked = select(CasePupil.case_id, CasePupil.pupil_id).where(CasePupil.case_id.in_(cases))
    linked: dict[UUID, list[UUID]] = {}
    for row in await session.execute(asked.order_by(CasePupil.at, CasePupil.pupil_id)):
        linked.setdefault(row.case_id, []).append(row.pupil_id)
    return linked


async def _counts(session: AsyncSession, school_id: UUID, reader_id: UUID) -> Counts:
    is_new = CaseSummary.state == State.NEW.value
    is_mine = CaseSummary.owner_id == reader_id
    asked = select(
        _counted(school_id, is_new).label("new"),
        _counted(school_id, _IS_OPEN, is_mine).label("mine"),
        _counted(school_id, _IS_OPEN).label("open"),
    )
    row = (await session.execute(asked)).one()
    return Counts(new=row.new, mine=row.mine, open=row.open)


def _counted(school_id: UUID, *only: ColumnElement[bool]) -> Any:
    some: Select[Any] = (
        select(CaseSummary.case_id)
        .where(CaseSummary.school_id == school_id, *only)
        .limit(COUNTED_AT_MOST)
    )
    return select(func.count()).select_from(some.subquery()).scalar_subquery()
