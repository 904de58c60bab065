"""The doors to the page of a case; whoever does not read it finds nothing here."""

from uuid import UUID

from fastapi import APIRouter

from services.reporting.case_pages import actions
from services.reporting.case_pages.schemas import CasePage, DeviceLinked
from services.reporting.procedures.adapters import CasePapers
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/cases/{case_id}", tags=["case pages"])


@router.get("")
async def open_case_page(
    case_id: UUID, reader: AnyStaff, transaction: Transaction, papers: CasePapers
) -> CasePage:
    """Return the page of a case and write down that it was read."""
    return await actions.open_page(transaction, case_id, by=reader, papers=papers)


@router.post("/device-link")
async def link_device(case_id: UUID, reader: AnyStaff, transaction: Transaction) -> DeviceLinked:
    """Return the opaque id by which a device may be linked with the case."""
    return await actions.link_device(transaction, case_id, by=reader)
