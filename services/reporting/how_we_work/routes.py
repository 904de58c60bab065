"""How we work: every procedure to read, a receipt for each, and who has yet to read."""

from fastapi import APIRouter, status

from services.reporting.how_we_work import actions, queries
from services.reporting.how_we_work.adapters import Shelved
from services.reporting.how_we_work.schemas import (
    HasRead,
    HowWeWork,
    Outline,
    ProcedureToRead,
    WhoHasRead,
)
from services.shared.callers import AnyStaff, Leadership
from services.shared.transactions import Transaction

router = APIRouter(prefix="/how-we-work", tags=["how we work"])


@router.get("")
async def list_procedures(
    reader: AnyStaff, transaction: Transaction, bookcase: Shelved
) -> HowWeWork:
    """Return every procedure of the school, and which of them the caller has read (D-5.2-7)."""
    return await queries.how_we_work(transaction, bookcase, reader)


@router.get("/outline")
async def show_outline(bookcase: Shelved) -> Outline:
    """Return what everybody may read of the procedures, signed in or not (A-1.2-1)."""
    return queries.outline(bookcase)


@router.get("/readers")
async def list_readers(
    reader: Leadership, transaction: Transaction, bookcase: Shelved
) -> WhoHasRead:
    """Return who has yet to read which procedure (D-5.2-7)."""
    return await queries.who_has_read(transaction, bookcase, reader.school_id)


@router.get("/{procedure_id}")
async def show_procedure(
    procedure_id: str, reader: AnyStaff, transaction: Transaction, bookcase: Shelved
) -> ProcedureToRead:
    """Return one procedure as a flow chart, drawn from its definition (D-KC-3)."""
    return await queries.procedure_to_read(transaction, bookcase, procedure_id, reader)


@router.post("/{procedure_id}/readings", status_code=status.HTTP_204_NO_CONTENT)
async def note_reading(
    procedure_id: str,
    read: HasRead,
    reader: AnyStaff,
    transaction: Transaction,
    bookcase: Shelved,
) -> None:
    """Keep that the caller has read this version; once is enough."""
    await actions.note_reading(transaction, bookcase.library, procedure_id, read.version, by=reader)
