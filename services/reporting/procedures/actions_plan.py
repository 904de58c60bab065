"""Keep the plan of a case: what waits to be done, by whom and by when; made anew with each change.

A case that is closed plans nothing; a paused one only the day on which somebody looks again; what
is done, left out or not needed goes quiet at once.
"""

from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import CaseChange, State
from services.reporting.cases.queries import CaseNow, case_now
from services.reporting.procedures.models import NO_LIMIT, PlannedItem
from services.reporting.procedures.queries import Running, running_procedure
from services.reporting.procedures.rules_engine import StepNow, StepState
from services.reporting.procedures.rules_words import AGENCIES, Need
from services.reporting.procedures.schemas import Library
from services.reporting.tables import table_of

STEP: Final = "step"
CHASE: Final = "chase"
REVIEW: Final = "review"
REFERRAL: Final = "referral"
LOOK_AGAIN: Final = "The pause ends: look at this case again"
MORNING: Final = time(9)
_ZONE = text("SELECT time_zone FROM directory.school WHERE id = :school_id")


async def plan_case(session: AsyncSession, case_id: UUID, library: Library) -> None:
    """Write down what this case waits for now, in place of what it waited for before."""
    case = await case_now(session, case_id)
    await session.execute(delete(PlannedItem).where(PlannedItem.case_id == case_id))
    rows = await _rows(session, case, library)
    if rows:
        base = {"case_id": case_id, "school_id": case.school_id}
        await session.execute(insert(table_of(PlannedItem)), [base | row for row in rows])


async def _rows(session: AsyncSession, case: CaseNow, library: Library) -> list[dict[str, Any]]:
    if case.state == State.CLOSED:
        return []
    zone = ZoneInfo(str(await session.scalar(_ZONE, {"school_id": case.school_id})))
    if case.paused_until is not None:
        return [_row("review", REVIEW, LOOK_AGAIN, _morning_of(case.paused_until, zone))]
    running = await running_procedure(session, case, library)
    steps = [_step_row(one) for one in _waiting(running)]
    return [*steps, *await _chases(session, case.case_id, zone)]


def _waiting(running: Running | None) -> list[StepNow]:
    if running is None:
        return []
    open_states = {StepState.DUE, StepState.OVERDUE}
    return [
        one
        for one in running.steps
        if one.state in open_states and one.step.need is not Need.OPTIONAL
    ]


def _step_row(one: StepNow) -> dict[str, Any]:
    return _row(f"step:{one.step.key}", STEP, one.step.text, one.due_at) | {"by": one.by}


async def _chases(session: AsyncSession, case_id: UUID, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return the days on which agencies are to be asked again; a newer contact replaces an older.

    A contact without such a day ends the chasing of its agency.
    """
    asked = (
        select(CaseChange.facts)
        .where(CaseChange.case_id == case_id, CaseChange.kind == REFERRAL)
        .order_by(CaseChange.version)
    )
    newest = {facts["agency"]: facts.get("chase_on") for facts in await session.scalars(asked)}
    return [
        _row(
            f"chase:{agency}",
            CHASE,
            f"Ask {AGENCIES[agency]} again",
            _morning_of(date.fromisoformat(on), zone),
        )
        for agency, on in newest.items()
        if on is not None
    ]


def _row(key: str, kind: str, what: str, due_at: datetime | None) -> dict[str, Any]:
    due = due_at or NO_LIMIT
    return {"key": key, "kind": kind, "what": what, "by": "case_manager", "due_at": due}


def _morning_of(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, MORNING, zone).astimezone(UTC)
