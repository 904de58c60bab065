"""The doors for readers of a case; whoever does not read it finds nothing here."""

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved, NoteWritten, OutcomeWritten, VersionSeen
from services.reporting.casework import actions
from services.reporting.procedures.adapters_work import WorkOnCase

router = APIRouter(prefix="/cases/{case_id}", tags=["casework"])


@router.post("/take")
async def take(work: WorkOnCase, seen: VersionSeen) -> Moved:
    """Take the case; of two colleagues the second is told who was first."""
    return await actions.take_case(work, seen)


@router.post("/acknowledge")
async def acknowledge(work: WorkOnCase, seen: VersionSeen) -> Moved:
    """Answer the alert of the case."""
    return await actions.acknowledge_case(work, seen)


@router.post("/release")
async def release(work: WorkOnCase, seen: VersionSeen) -> Moved:
    """Give the case back."""
    return await actions.release_case(work, seen)


@router.post("/notes")
async def write_note(work: WorkOnCase, note: NoteWritten) -> Moved:
    """Add a note to the case."""
    return await actions.write_note(work, note)


@router.post("/outcome")
async def set_outcome(work: WorkOnCase, outcome: OutcomeWritten) -> Moved:
    """Write down what came of the case."""
    return await actions.set_outcome(work, outcome)
