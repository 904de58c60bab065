"""What a reader does with a case: take it, answer the alert, give it back, write in it."""

from services.reporting.cases.actions import Change
from services.reporting.cases.actions_answer import answered_at, stop_ladder
from services.reporting.cases.models import State
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import CaseNow
from services.reporting.cases.schemas import Moved, NoteWritten, OutcomeWritten, VersionSeen
from services.reporting.procedures.adapters_work import Work


async def take_case(work: Work, seen: VersionSeen) -> Moved:
    """Make the caller the owner of a case nobody has; that answers its alert too."""
    case = await work.case(seen.version, Doing.TAKE)
    state = State.TAKEN.value if case.state == State.NEW else case.state
    moves = {
        "owner_id": work.by.person_id,
        "state": state,
        "acknowledged_at": answered_at(case),
    }
    moved = await work.finish(case, Change("taken", moves=moves))
    await stop_ladder(work.session, case, by=work.by)
    return moved


async def acknowledge_case(work: Work, seen: VersionSeen) -> Moved:
    """Answer the alert: somebody who reads the case knows of it."""
    case = await work.case(seen.version, Doing.ACKNOWLEDGE)
    moves = {"acknowledged_at": answered_at(case), "state": _at_least_acknowledged(case)}
    moved = await work.finish(case, Change("acknowledged", moves=moves))
    await stop_ladder(work.session, case, by=work.by)
    return moved


def _at_least_acknowledged(case: CaseNow) -> str:
    is_early = case.state in {State.NEW, State.TAKEN}
    return State.ACKNOWLEDGED.value if is_early else case.state


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
