"""Whether the school may open, over HTTP."""

from fastapi import APIRouter

from services.accounts.opening import actions
from services.accounts.opening.schemas import Opening
from services.shared.callers import Leadership
from services.shared.transactions import Transaction

router = APIRouter(prefix="/schools/current/opening", tags=["schools"])


@router.get("")
async def show_opening(caller: Leadership, transaction: Transaction) -> Opening:
    """Show what must stand before children can tell, and what is missing."""
    return await actions.show_opening(transaction, caller.school_id)


@router.post("")
async def open_school(caller: Leadership, transaction: Transaction) -> Opening:
    """Let children tell from now on; refused while anything is missing."""
    return await actions.open_school_by(transaction, by=caller)
