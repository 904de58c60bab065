"""Say what a case is, how bad, which children it is about, and what its procedure is."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change, add_readers, link_pupils, make_change
from services.reporting.cases.actions_answer import answered_at, stop_ladder
from services.reporting.cases.models import (
    LAPSING,
    CaseClearance,
    CaseExclusion,
    Scope,
    Severity,
    State,
)
from services.reporting.cases.permissions import Doing, is_lower
from services.reporting.cases.queries import CaseNow, case_ready_for, school_staff
from services.reporting.cases.rules import Reader
from services.reporting.cases.schemas import Moved, Triaging
from services.reporting.procedures.actions import pin_procedure, tell_roles
from services.reporting.procedures.actions_manager import let_manager_in
from services.reporting.procedures.actions_plan import plan_case
from services.reporting.procedures.adapters import Papers
from services.reporting.procedures.queries import pinned_procedure, subject_is_head
from services.reporting.procedures.rules import procedure_for
from services.reporting.procedures.schemas import Library
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed
from services.shared.events.reporting import CaseReadersChanged
from services.shared.queue import record

LOWERING_NEEDS_A_REASON = "Write down why the severity goes down."
MOVING_NEEDS_A_REASON = "Write down why the case moves to another procedure."
NO_SUCH_PROCEDURE = "Choose a procedure from the list."
_PUPILS = text("SELECT count(*) FROM directory.pupil WHERE person_id = ANY(:ids)")


async def triage_case(
    session: AsyncSession, case_id: UUID, triage: Triaging, *, by: Caller, papers: Papers
) -> Moved:
    """Set severity, risk area, kind and children, and start the procedure of that kind.

    Lowering the severity, or moving to another procedure, needs a reason (G-16). Whoever triages
    has answered the alert: nobody else is rung.
    """
    case = await case_ready_for(
        session, case_id, Doing.TRIAGE, version=triage.version, by=by.person_id
    )
    await _check(session, case, triage)
    procedure_id = await _procedure(session, case, triage, papers.library)
    facts = {**_facts(case, triage), "procedure": procedure_id}
    moves = _moves(case, triage)
    change = Change("triaged", facts=facts, words=triage.reason, moves=moves)
    version = await make_change(session, case, change, by=by, keys=papers.keys)
    if procedure_id is not None:
        await pin_procedure(session, case_id, procedure_id, papers.library, by=by)
    await link_pupils(session, case_id, triage.pupil_ids, by=by)
    await _let_in(session, case_id, triage.cleared_ids, by=by)
    await let_manager_in(session, case_id, papers.library, by=by)
    await tell_roles(session, replace(case, **moves), papers.library, by=by)
    await plan_case(session, case_id, papers.library)
    await stop_ladder(session, case, by=by)
    return Moved(case_id=case_id, version=version)


async def _check(session: AsyncSession, case: CaseNow, triage: Triaging) -> None:
    if is_lower(triage.severity, Severity(case.severity)) and not triage.reason:
        field = FieldError("reason", LOWERING_NEEDS_A_REASON)
        raise Malformed(LOWERING_NEEDS_A_REASON, (field,))
    known = await session.scalar(_PUPILS, {"ids": list(triage.pupil_ids)})
    if known != len(set(triage.pupil_ids)):
        sentence = "Choose children of this school from the list."
        raise Malformed(sentence, (FieldError("pupil_ids", sentence),))


async def _procedure(
    session: AsyncSession, case: CaseNow, triage: Triaging, library: Library
) -> str | None:
    """Return the procedure that the case has to begin now, or None where it keeps its own."""
    pinned = await pinned_procedure(session, case.case_id)
    if pinned and triage.procedure in {None, pinned.procedure_id}:
        return None
    about_head = await subject_is_head(session, case.case_id)
    wanted = procedure_for(triage.kind, triage.procedure, about_head=about_head)
    if wanted not in library.procedures:
        raise Malformed(NO_SUCH_PROCEDURE, (FieldError("procedure", NO_SUCH_PROCEDURE),))
    if pinned and pinned.procedure_id == wanted:
        return None
    if pinned and not triage.reason:
        raise Malformed(MOVING_NEEDS_A_REASON, (FieldError("reason", MOVING_NEEDS_A_REASON),))
    return wanted


def _facts(case: CaseNow, triage: Triaging) -> dict[str, Any]:
    return {
        "severity": {"from": case.severity, "to": triage.severity.value},
        "kind": {"from": case.kind, "to": triage.kind.value},
        "risk_area": {"from": case.risk_area, "to": triage.risk_area.value},
        "cleared": [str(one) for one in triage.cleared_ids],
    }


def _moves(case: CaseNow, triage: Triaging) -> dict[str, Any]:
    return {
        "state": State.TRIAGED.value,
        "acknowledged_at": answered_at(case),
        "severity": triage.severity.value,
        "danger": triage.severity is Severity.CRITICAL,
        "kind": triage.kind.value,
        "risk_area": triage.risk_area.value,
    }


async def _let_in(
    session: AsyncSession, case_id: UUID, people: tuple[UUID, ...], *, by: Caller
) -> None:
    """Undo what a match in the words did; a subject or a child's wish is never undone (G-12)."""
    asked = select(CaseExclusion.person_id).where(
        CaseExclusion.case_id == case_id,
        CaseExclusion.person_id.in_(people),
        CaseExclusion.why.in_([why.value for why in LAPSING]),
    )
    cleared = sorted(set((await session.scalars(asked)).all())) if people else []
    if not cleared:
        return
    base = {"case_id": case_id, "school_id": by.school_id, "by_id": by.person_id}
    rows = [{**base, "person_id": one, "at": clock.now()} for one in cleared]
    await session.execute(insert_once(table_of(CaseClearance)).on_conflict_do_nothing(), rows)
    seats = (await school_staff(session, by.school_id)).seats
    safeguarding = {*seats.leads, *seats.deputies}
    readers = [Reader(one, Scope.WHOLE, "cleared") for one in cleared if one in safeguarding]
    await add_readers(session, case_id, readers, by=by)
    await audit(
        session,
        actor=by,
        act="case.readers_changed",
        kind="case",
        subject_id=case_id,
        facts={"cleared": len(cleared)},
    )
    await record(session, CaseReadersChanged(school_id=by.school_id, case_id=case_id))
