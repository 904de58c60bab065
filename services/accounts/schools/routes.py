"""The caller's school, over HTTP."""

from fastapi import APIRouter

from services.accounts.schools.queries import school_in_force
from services.accounts.schools.schemas import SchoolInForce
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/schools", tags=["schools"])


@router.get("/current")
async def show_school(caller: AnyStaff, transaction: Transaction) -> SchoolInForce:
    """Show the caller's school and the settings it works by."""
    return await school_in_force(transaction, caller.school_id)
