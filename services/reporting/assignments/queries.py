"""What was asked of whom; row security leaves out what is neither theirs nor of a case they read.

The case behind an assignment is joined under the same row security: whoever does not read it gets
no reference and no link (D-4.4-1).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.assignments.models import Assignment, AssignmentAnswer, AssignmentKind
from services.reporting.assignments.rules import Known, standing_of
from services.reporting.assignments.schemas import Assignments, AssignmentShown
from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.models import CaseSummary
from services.reporting.cases.queries import display_names
from services.shared import clock
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed, NotThere
from services.shared.paging import PAGE, read_cursor, write_cursor

WORDS: Final = "assignment.words.1"
ANSWER: Final = "assignment.answer.1"
_ZONE: Final = text("SELECT time_zone FROM directory.school WHERE id = :school_id")
# The children of the case and their families, whoever is kept out of it, whoever reported, and the
# adult whom the child chose: by every name they have.
_OF_THE_CASE: Final = text(
    "SELECT display_name, given_name, family_name FROM directory.person WHERE id IN ("
    " SELECT pupil_id FROM reporting.case_pupil WHERE case_id = :case_id"
    " UNION SELECT g.person_id FROM reporting.case_pupil p"
    "  JOIN directory.guardian g ON g.pupil_id = p.pupil_id WHERE p.case_id = :case_id"
    " UNION SELECT person_id FROM reporting.case_exclusion WHERE case_id = :case_id"
    " UNION SELECT reporter_id FROM reporting.concern WHERE case_id = :case_id"
    " UNION SELECT chosen_adult_id FROM reporting.concern WHERE case_id = :case_id)"
)
# Any other child of the school who is written with both names.
_WHOLE_NAMES: Final = text(
    "SELECT display_name FROM directory.person WHERE kind = 'pupil' AND is_active"
    " AND school_id = :school_id AND position(lower(display_name) IN lower(:words)) > 0"
    " ORDER BY display_name LIMIT 5"
)
_ORDER: Final = (Assignment.due_on, Assignment.id)


async def people_of_the_case(session: AsyncSession, case_id: UUID) -> list[Known]:
    """Return whose names an assignment of this case must not hold."""
    rows = await session.execute(_OF_THE_CASE, {"case_id": case_id})
    return [Known(row.display_name, row.given_name, row.family_name) for row in rows]


async def children_named(session: AsyncSession, school_id: UUID, words: str) -> list[str]:
    """Return the children of the school whose whole name stands in `words`."""
    asked = {"school_id": school_id, "words": words}
    return list(await session.scalars(_WHOLE_NAMES, asked))


async def school_day(session: AsyncSession, school_id: UUID) -> date:
    """Return which day it is at the school."""
    zone = ZoneInfo(str(await session.scalar(_ZONE, {"school_id": school_id})))
    return clock.now().astimezone(zone).date()


async def assignment_row(session: AsyncSession, assignment_id: UUID) -> Any:
    """Return one assignment; raises NotThere for whoever is neither asked nor reads its case."""
    found = await session.execute(_asked().where(Assignment.id == assignment_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotThere
    return row


async def assignments_of_case(
    session: AsyncSession, case_id: UUID, reader: Caller, keys: CaseKeys
) -> list[AssignmentShown]:
    """Return everything that was asked because of a case, what is due first on top."""
    found = await session.execute(_asked().where(Assignment.case_id == case_id).order_by(*_ORDER))
    return (await _shown(session, found.mappings().all(), reader, keys)).items


async def my_assignments(
    session: AsyncSession, reader: Caller, keys: CaseKeys, *, cursor: str | None
) -> Assignments:
    """Return one page of what the caller is asked to do and has not answered."""
    mine = Assignment.asked_id == reader.person_id
    return await _page(session, reader, keys, (mine, _IS_OPEN), cursor)


async def action_plan(
    session: AsyncSession, reader: Caller, keys: CaseKeys, *, is_done: bool, cursor: str | None
) -> Assignments:
    """Return one page of the action plan: of the cases that the caller reads, and their own."""
    kind = Assignment.kind == AssignmentKind.ACTION.value
    wanted = AssignmentAnswer.assignment_id.is_not(None) if is_done else _IS_OPEN
    return await _page(session, reader, keys, (kind, wanted), cursor)


_IS_OPEN: Final = AssignmentAnswer.assignment_id.is_(None)


def _asked() -> Select[Any]:
    answered = AssignmentAnswer.assignment_id == Assignment.id
    return (
        select(
            *Assignment.__table__.columns,
            AssignmentAnswer.words.label("answer"),
            AssignmentAnswer.by_id.label("answered_by"),
            AssignmentAnswer.at.label("answered_at"),
            CaseSummary.case_id.label("shown_case_id"),
            CaseSummary.reference,
        )
        .outerjoin(AssignmentAnswer, answered)
        .outerjoin(CaseSummary, CaseSummary.case_id == Assignment.case_id)
    )


async def _page(
    session: AsyncSession,
    reader: Caller,
    keys: CaseKeys,
    wanted: Sequence[ColumnElement[bool]],
    cursor: str | None,
) -> Assignments:
    asked = _asked().where(Assignment.school_id == reader.school_id, *wanted)
    if cursor is not None:
        asked = asked.where(tuple_(*_ORDER) > tuple_(*_after(cursor)))
    rows = (await session.execute(asked.order_by(*_ORDER).limit(PAGE + 1))).mappings().all()
    page = await _shown(session, rows[:PAGE], reader, keys)
    if len(rows) > PAGE:
        last = rows[PAGE - 1]
        page.next_cursor = write_cursor([last["due_on"].isoformat(), str(last["id"])])
    return page


def _after(cursor: str) -> tuple[date, UUID]:
    due_on, known = read_cursor(cursor, 2)
    try:
        return date.fromisoformat(due_on), UUID(known)
    except ValueError as error:
        field = FieldError("cursor", "Start from page one.")
        raise Malformed("That page cannot be found.", (field,)) from error


async def _shown(
    session: AsyncSession, rows: Sequence[Any], reader: Caller, keys: CaseKeys
) -> Assignments:
    people = {row[who] for row in rows for who in ("asked_id", "asked_by", "answered_by")}
    names = await display_names(session, people - {None})
    today = await school_day(session, reader.school_id)
    items = [await _one(session, row, (names, today, reader.person_id), keys) for row in rows]
    return Assignments(today=today, items=items, next_cursor=None)


async def _one(
    session: AsyncSession, row: Any, seen_by: tuple[dict[UUID, str], date, UUID], keys: CaseKeys
) -> AssignmentShown:
    names, today, reader_id = seen_by
    sealer = await keys.sealer_apart(session, row["school_id"], row["key_id"], row["wrapped"])
    answer: bytes | None = row["answer"]
    answered_at: datetime | None = row["answered_at"]
    return AssignmentShown(
        **{name: row[name] for name in ("id", "kind", "at", "due_on", "reference")},
        words=sealer.open_sealed(row["words"], WORDS, row["id"]).reveal(),
        asked=names.get(row["asked_id"], "A colleague"),
        is_mine=row["asked_id"] == reader_id,
        asked_by=names.get(row["asked_by"], "A colleague"),
        standing=standing_of(row["due_on"], today, is_answered=answer is not None),
        case_id=row["shown_case_id"],
        answer=sealer.open_sealed(answer, ANSWER, row["id"]).reveal() if answer else None,
        answered_by=names.get(row["answered_by"]) if answer else None,
        answered_at=answered_at,
    )
