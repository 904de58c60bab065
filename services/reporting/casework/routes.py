"""The doors for readers of a case; whoever does not read it finds nothing here."""

from uuid import UUID

from fastapi import APIRouter

from services.reporting.cases.adapters import Keys
from services.reporting.cases.schemas import Moved, NoteWritten, OutcomeWritten, VersionSeen
from services.reporting.casework import actions
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/cases/{case_id}", tags=["casework"])


@router.post("/take")
async def take(
    case_id: UUID, seen: VersionSeen, reader: AnyStaff, transaction: Transaction, keys: Keys
) -> Moved:
    """Take the case; of two colleagues the second is told who was first."""
    return await actions.take_case(transaction, case_id, seen, by=reader, keys=keys)


@router.post("/acknowledge")
async def acknowledge(
    case_id: UUID, seen: VersionSeen, reader: AnyStaff, transaction: Transaction, keys: Keys
) -> Moved:
    """Answer the alert of the case."""
    return await actions.acknowledge_case(transaction, case_id, seen, by=reader, keys=keys)


@router.post("/release")
async def release(
    case_id: UUID, seen: VersionSeen, reader: AnyStaff, transaction: Transaction, keys: Keys
) -> Moved:
    """Give the case back."""
    return await actions.release_case(transaction, case_id, seen, by=reader, keys=keys)


@router.post("/notes")
async def write_note(
    case_id: UUID, note: NoteWritten, reader: AnyStaff, transaction: Transaction, keys: Keys
) -> Moved:
    """Add a note to the case."""
    return await actions.write_note(transaction, case_id, note, by=reader, keys=keys)


@router.post("/outcome")
async def set_outcome(
    case_id: UUID, outcome: OutcomeWritten, reader: AnyStaff, transaction: Transaction, keys: Keys
) -> Moved:
    """Write down what came of the case."""
    return await actions.set_outcome(transaction, case_id, outcome, by=reader, keys=keys)
