"""Close a case: for good, with a reason."""

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.assignments.actions import Desk, assign
from services.reporting.assignments.models import AssignmentKind
from services.reporting.cases.actions import Change, make_change
from services.reporting.cases.models import State
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import CaseNow, case_ready_for, school_staff
from services.reporting.cases.schemas import Moved
from services.reporting.closing.models import CaseFidelity
from services.reporting.closing.permissions import (
    THE_CHAIR_LEADS,
    needs_lado_agreement,
    why_not_close,
)
from services.reporting.closing.queries import done_by_themselves
from services.reporting.closing.rules import fidelity_of
from services.reporting.closing.schemas import Closing
from services.reporting.procedures.actions_plan import plan_case
from services.reporting.procedures.adapters import Papers
from services.reporting.procedures.queries import Running, running_procedure
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed, Refused
from services.shared.events.reporting import CaseClosed
from services.shared.queue import record


async def close_case(
    session: AsyncSession, case_id: UUID, closing: Closing, *, by: Caller, papers: Papers
) -> Moved:
    """Close a case; refused while a device is held, a step is open, or by its owner (G-19).

    What the chair leads is signed by the safeguarding governor; else the LADO's written agreement
    is recorded beside the reason (Malformed where it is missing). Each lesson becomes an item of
    the action plan, and how well the procedure was followed is counted and kept.
    """
    case = await case_ready_for(
        session, case_id, Doing.CLOSE, version=closing.version, by=by.person_id
    )
    running = await running_procedure(session, case, papers.library)
    sentence = why_not_close(running, owner_id=case.owner_id, by_id=by.person_id)
    if sentence is not None:
        raise Refused(sentence)
    words = closing.reason
    seats = (await school_staff(session, by.school_id)).seats
    if needs_lado_agreement(running, owner_id=case.owner_id, seats=seats, by_id=by.person_id):
        words = _with_agreement(closing)
    moves = {"state": State.CLOSED.value, "danger": False}
    desk = Desk(session, case_id, by, papers.keys)
    planned = [await assign(desk, AssignmentKind.ACTION, one) for one in closing.actions]
    facts = {"title": "On the action plan: " + "; ".join(planned)} if planned else {}
    change = Change("closed", facts, words, moves)
    version = await make_change(session, case, change, by=by, keys=papers.keys)
    await _count(session, case, running, version)
    await plan_case(session, case_id, papers.library)
    await record(session, CaseClosed(school_id=case.school_id, case_id=case_id))
    return Moved(case_id=case_id, version=version)


async def _count(
    session: AsyncSession, case: CaseNow, running: Running | None, version: int
) -> None:
    """Keep how well the procedure was followed; a case that ran none has nothing to count."""
    if running is None:
        return
    now = clock.now()
    counted = fidelity_of(running.steps, await done_by_themselves(session, case, running), now)
    row = {
        "case_id": case.case_id,
        "change_version": version,
        "school_id": case.school_id,
        "procedure_id": running.procedure.id,
        "procedure_version": running.version,
        "required": counted.required,
        "in_time": counted.in_time,
        "late": counted.late,
        "skipped": counted.skipped,
        "not_needed": counted.not_needed,
        "closed_at": now,
    }
    await session.execute(insert(table_of(CaseFidelity)), row)


def _with_agreement(closing: Closing) -> str:
    if not closing.lado_agreement:
        raise Malformed(THE_CHAIR_LEADS, (FieldError("lado_agreement", THE_CHAIR_LEADS),))
    return f"{closing.reason}\n\nThe LADO agreed: {closing.lado_agreement}"
