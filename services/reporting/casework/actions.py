"""What a reader does with a case: take it, answer the alert, give it back, write in it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change, make_change
from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.models import State
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import CaseNow, case_ready_for
from services.reporting.cases.schemas import Moved, NoteWritten, OutcomeWritten, VersionSeen
from services.shared import clock
from services.shared.callers import Caller
from services.shared.events.reporting import CaseAcknowledged
from services.shared.queue import record


async def take_case(
    session: AsyncSession, case_id: UUID, seen: VersionSeen, *, by: Caller, keys: CaseKeys
) -> Moved:
    """Make the caller the owner of a case nobody has; that answers its alert too."""
    case = await case_ready_for(session, case_id, Doing.TAKE, version=seen.version, by=by.person_id)
    state = State.TAKEN.value if case.state == State.NEW else case.state
    moves = {"owner_id": by.person_id, "state": state, "acknowledged_at": _acknowledged(case)}
    version = await make_change(session, case, Change("taken", moves=moves), by=by, keys=keys)
    await _stop_ladder(session, case, by)
    return Moved(case_id=case_id, version=version)


async def acknowledge_case(
    session: AsyncSession, case_id: UUID, seen: VersionSeen, *, by: Caller, keys: CaseKeys
) -> Moved:
    """Answer the alert: somebody who reads the case knows of it."""
    case = await case_ready_for(
        session, case_id, Doing.ACKNOWLEDGE, version=seen.version, by=by.person_id
    )
    moves = {"acknowledged_at": _acknowledged(case), "state": _at_least_acknowledged(case)}
    change = Change("acknowledged", moves=moves)
    version = await make_change(session, case, change, by=by, keys=keys)
    await _stop_ladder(session, case, by)
    return Moved(case_id=case_id, version=version)


def _acknowledged(case: CaseNow) -> object:
    return case.acknowledged_at or clock.now()


def _at_least_acknowledged(case: CaseNow) -> str:
    is_early = case.state in {State.NEW, State.TAKEN}
    return State.ACKNOWLEDGED.value if is_early else case.state


async def _stop_ladder(session: AsyncSession, case: CaseNow, by: Caller) -> None:
    if case.acknowledged_at is None:
        await record(
            session,
            CaseAcknowledged(
                school_id=case.school_id, case_id=case.case_id, person_id=by.person_id
            ),
        )


async def release_case(
    session: AsyncSession, case_id: UUID, seen: VersionSeen, *, by: Caller, keys: CaseKeys
) -> Moved:
    """Give a case back, so that a colleague can take it."""
    case = await case_ready_for(
        session, case_id, Doing.RELEASE, version=seen.version, by=by.person_id
    )
    state = State.ACKNOWLEDGED.value if case.state == State.TAKEN else case.state
    change = Change("released", moves={"owner_id": None, "state": state})
    version = await make_change(session, case, change, by=by, keys=keys)
    return Moved(case_id=case_id, version=version)


async def write_note(
    session: AsyncSession, case_id: UUID, note: NoteWritten, *, by: Caller, keys: CaseKeys
) -> Moved:
    """Add a note to a case."""
    case = await case_ready_for(session, case_id, Doing.NOTE, version=note.version, by=by.person_id)
    change = Change("note", words=note.text)
    version = await make_change(session, case, change, by=by, keys=keys)
    return Moved(case_id=case_id, version=version)


async def set_outcome(
    session: AsyncSession, case_id: UUID, outcome: OutcomeWritten, *, by: Caller, keys: CaseKeys
) -> Moved:
    """Write down what came of a case; a later outcome stands beside the earlier ones."""
    case = await case_ready_for(
        session, case_id, Doing.SET_OUTCOME, version=outcome.version, by=by.person_id
    )
    change = Change("outcome", words=outcome.text, moves={"has_outcome": True})
    version = await make_change(session, case, change, by=by, keys=keys)
    return Moved(case_id=case_id, version=version)
