"""The door for triage."""

from uuid import UUID

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved, Triaging
from services.reporting.procedures.adapters import CasePapers
from services.reporting.triage.actions import triage_case
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["triage"])


@router.post("/cases/{case_id}/triage")
async def triage(
    case_id: UUID,
    triage: Triaging,
    reader: AnyStaff,
    transaction: Transaction,
    papers: CasePapers,
) -> Moved:
    """Say what the case is, how bad, and which children it is about."""
    return await triage_case(transaction, case_id, triage, by=reader, papers=papers)
