"""The door for closing a case."""

from uuid import UUID

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved
from services.reporting.closing.actions import close_case
from services.reporting.closing.schemas import Closing
from services.reporting.procedures.adapters import CasePapers
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["closing"])


@router.post("/cases/{case_id}/close")
async def close(
    case_id: UUID,
    closing: Closing,
    reader: AnyStaff,
    transaction: Transaction,
    papers: CasePapers,
) -> Moved:
    """Close the case; nothing can be added afterwards."""
    return await close_case(transaction, case_id, closing, by=reader, papers=papers)
