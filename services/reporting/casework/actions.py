"""What a reader does with a case: take it, answer the alert, give it back, write in it."""

from services.reporting.cases.actions import Change
from services.reporting.cases.models import State
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import CaseNow
from services.reporting.cases.schemas import Moved, NoteWritten, OutcomeWritten, VersionSeen
from services.reporting.procedures.adapters_work import Work
from services.shared import clock
from services.shared.events.reporting import CaseAcknowledged
from services.shared.queue import record


async def take_case(work: Work, seen: VersionSeen) -> Moved:
    """Make the caller the owner of a case nobody has; that answers its alert too."""
    case = await work.case(seen.version, Doing.TAKE)
    state = State.TAKEN.value if case.state == State.NEW else case.state
    moves = {
        "owner_id": work.by.person_id,
        "state": state,
        "acknowledged_at": _acknowledged(case),
    }
    moved = await work.finish(case, Change("taken", moves=moves))
    await _stop_ladder(work, case)
    return moved


async def acknowledge_case(work: Work, seen: VersionSeen) -> Moved:
    """Answer the alert: somebody who reads the case knows of it."""
    case = await work.case(seen.version, Doing.ACKNOWLEDGE)
    moves = {"acknowledged_at": _acknowledged(case), "state": _at_least_acknowledged(case)}
    moved = await work.finish(case, Change("acknowledged", moves=moves))
    await _stop_ladder(work, case)
    return moved


def _acknowledged(case: CaseNow) -> object:
    return case.acknowledged_at or clock.now()


def _at_least_acknowledged(case: CaseNow) -> str:
    is_early = case.state in {State.NEW, State.TAKEN}
    return State.ACKNOWLEDGED.value if is_early else case.state


async def _stop_ladder(work: Work, case: CaseNow) -> None:
    if case.acknowledged_at is None:
        await record(
            work.session,
            CaseAcknowledged(
                school_id=case.school_id, case_id=case.case_id, person_id=work.by.person_id
            ),
        )


async def release_case(work: Work, seen: VersionSeen) -> Moved:
    """Give a case back, so that a colleague can take it."""
    case = await work.case(seen.version, Doing.RELEASE)
    state = State.ACKNOWLEDGED.value if case.state == State.TAKEN else case.state
    return await work.finish(case, Change("released", moves={"owner_id": None, "state": state}))


async def write_note(work: Work, note: NoteWritten) -> Moved:
    """Add a note to a case."""
    case = await work.case(note.version, Doing.NOTE)
    return await work.finish(case, Change("note", words=note.text))


async def set_outcome(work: Work, outcome: OutcomeWritten) -> Moved:
    """Write down what came of a case; a later outcome stands beside the earlier ones."""
    case = await work.case(outcome.version, Doing.SET_OUTCOME)
    return await work.finish(
        case, Change("outcome", words=outcome.text, moves={"has_outcome": True})
    )
