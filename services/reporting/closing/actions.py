"""Close a case: for good, with a reason."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change, make_change
from services.reporting.cases.models import State
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import case_ready_for, school_staff
from services.reporting.cases.schemas import Closing, Moved
from services.reporting.closing.permissions import (
    THE_CHAIR_LEADS,
    needs_lado_agreement,
    why_not_close,
)
from services.reporting.procedures.actions_plan import plan_case
from services.reporting.procedures.adapters import Papers
from services.reporting.procedures.queries import running_procedure
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed, Refused
from services.shared.events.reporting import CaseClosed
from services.shared.queue import record


async def close_case(
    session: AsyncSession, case_id: UUID, closing: Closing, *, by: Caller, papers: Papers
) -> Moved:
    """Close a case; refused while a device is held, a step is open, or by its owner (G-19).

    What the chair leads is signed by the safeguarding governor; else the LADO's written agreement
    is recorded beside the reason (Malformed where it is missing).
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
    change = Change("closed", words=words, moves=moves)
    version = await make_change(session, case, change, by=by, keys=papers.keys)
    await plan_case(session, case_id, papers.library)
    await record(session, CaseClosed(school_id=case.school_id, case_id=case_id))
    return Moved(case_id=case_id, version=version)


def _with_agreement(closing: Closing) -> str:
    if not closing.lado_agreement:
        raise Malformed(THE_CHAIR_LEADS, (FieldError("lado_agreement", THE_CHAIR_LEADS),))
    return f"{closing.reason}\n\nThe LADO agreed: {closing.lado_agreement}"
