"""Steer a case: its severity, who leads it, pauses, opening it again, a newer procedure."""

from uuid import uuid4

from sqlalchemy import exists, select, text

from services.reporting.cases.actions import Change
from services.reporting.cases.models import CaseExclusion, Severity, State
from services.reporting.cases.permissions import Doing, is_lower
from services.reporting.cases.queries import display_names, whole_readers
from services.reporting.cases.schemas import Moved
from services.reporting.procedures.actions import pin_procedure
from services.reporting.procedures.adapters_work import Work
from services.reporting.procedures.queries import pinned_procedure
from services.reporting.steering.schemas import (
    HandedOver,
    Paused,
    ProcedureRenewed,
    Reopened,
    Resumed,
    SeveritySet,
    StaffReminded,
)
from services.shared import clock
from services.shared.errors import FieldError, Malformed, Refused
from services.shared.events.reporting import StaffToRemind
from services.shared.queue import record

SAME_SEVERITY = "This is the severity it has."
LOWERING_NEEDS_A_REASON = "Write down why the severity goes down."
NOT_A_READER = "Choose somebody who reads this case."
ALREADY_LEADS = "You lead this case already."
LATER_THAN_TODAY = "Choose a day after today."
NO_LONGER_THAN_A_TERM = "Choose a day within the next 100 days: a case is never forgotten."
NOTHING_NEWER = "This case runs the newest version of its procedure already."
NO_PROCEDURE = "Triage this case first: its procedure starts then."
NOT_CRITICAL = "Only a critical case is a reason to remind everybody."
SOMEBODY_IS_KEPT_OUT = (
    "Somebody at this school must not learn of this case, so Lantern writes to nobody."
    " Speak with colleagues in person."
)
LONGEST_PAUSE_DAYS = 100
_TODAY = text("SELECT (:now AT TIME ZONE s.time_zone)::date FROM directory.school s WHERE id = :id")


async def set_severity(work: Work, wanted: SeveritySet) -> Moved:
    """Raise or lower the severity; lowering needs a reason (G-16)."""
    case = await work.case(wanted.version, Doing.SET_SEVERITY)
    lower = is_lower(wanted.severity, Severity(case.severity))
    if wanted.severity == case.severity:
        raise Refused(SAME_SEVERITY)
    if lower and not wanted.reason:
        field = FieldError("reason", LOWERING_NEEDS_A_REASON)
        raise Malformed(LOWERING_NEEDS_A_REASON, (field,))
    change = Change(
        "severity_lowered" if lower else "severity_raised",
        facts={"from": case.severity, "to": wanted.severity.value, "title": wanted.severity.value},
        words=wanted.reason or None,
        moves={
            "severity": wanted.severity.value,
            "danger": wanted.severity is Severity.CRITICAL,
        },
    )
    return await work.finish(case, change)


async def hand_over(work: Work, handed: HandedOver) -> Moved:
    """Let another reader lead the case; whoever does not read it cannot."""
    case = await work.case(handed.version, Doing.HAND_OVER)
    if handed.to_id == work.by.person_id:
        raise Malformed(ALREADY_LEADS, (FieldError("to_id", ALREADY_LEADS),))
    if handed.to_id not in await whole_readers(work.session, work.case_id):
        raise Malformed(NOT_A_READER, (FieldError("to_id", NOT_A_READER),))
    names = await display_names(work.session, [handed.to_id])
    facts = {"to": str(handed.to_id), "title": names.get(handed.to_id, "a colleague")}
    moves = {"owner_id": handed.to_id}
    return await work.finish(case, Change("handed_over", facts, handed.reason, moves))


async def pause(work: Work, paused: Paused) -> Moved:
    """Put a case to rest until a day; its planner then shows nothing but that day."""
    case = await work.case(paused.version, Doing.PAUSE)
    today = await work.session.scalar(_TODAY, {"now": clock.now(), "id": work.by.school_id})
    days = (paused.until - today).days
    if days <= 0:
        raise Malformed(LATER_THAN_TODAY, (FieldError("until", LATER_THAN_TODAY),))
    if days > LONGEST_PAUSE_DAYS:
        raise Malformed(NO_LONGER_THAN_A_TERM, (FieldError("until", NO_LONGER_THAN_A_TERM),))
    facts = {"until": paused.until.isoformat(), "title": f"{paused.until:%-d %B %Y}"}
    moves = {"paused_until": paused.until}
    return await work.finish(case, Change("paused", facts, paused.reason, moves))


async def resume(work: Work, resumed: Resumed) -> Moved:
    """Go on with a paused case."""
    case = await work.case(resumed.version, Doing.RESUME)
    return await work.finish(case, Change("resumed", moves={"paused_until": None}))


async def reopen(work: Work, reopened: Reopened) -> Moved:
    """Open a closed case again; it needs an outcome and a closing of its own then."""
    case = await work.case(reopened.version, Doing.REOPEN)
    pinned = await pinned_procedure(work.session, work.case_id)
    state = State.TRIAGED if pinned else State.ACKNOWLEDGED
    moves = {
        "state": state.value,
        "has_outcome": False,
        "waiting_since": clock.now(),
        "paused_until": None,
    }
    return await work.finish(case, Change("reopened", words=reopened.reason, moves=moves))


async def renew_procedure(work: Work, renewed: ProcedureRenewed) -> Moved:
    """Move a case from the version it began with to the one of today, with a reason."""
    case = await work.case(renewed.version, Doing.RENEW_PROCEDURE)
    pinned = await pinned_procedure(work.session, work.case_id)
    if pinned is None:
        raise Refused(NO_PROCEDURE)
    library = work.papers.library
    newest = library.versions.get(pinned.procedure_id)
    if newest is None or newest == pinned.procedure_version:
        raise Refused(NOTHING_NEWER)
    await pin_procedure(work.session, work.case_id, pinned.procedure_id, library, by=work.by)
    facts = {"from": pinned.procedure_version, "to": newest}
    return await work.finish(case, Change("procedure_renewed", facts, renewed.reason))


async def remind_staff(work: Work, reminded: StaffReminded) -> Moved:
    """Remind all staff of how to speak and post, without a word of the case (A-1.5-18).

    Refused where the case is not critical, and where it keeps a colleague out: a reminder would
    tell them that something is going on (G-12).
    """
    case = await work.case(reminded.version, Doing.REMIND_STAFF)
    if case.severity != Severity.CRITICAL:
        raise Refused(NOT_CRITICAL)
    kept_out = exists().where(CaseExclusion.case_id == work.case_id)
    if await work.session.scalar(select(kept_out)):
        raise Refused(SOMEBODY_IS_KEPT_OUT)
    await record(work.session, StaffToRemind(school_id=case.school_id, reminder_id=uuid4()))
    return await work.finish(case, Change("staff_reminded"))
