"""The caller's school, over HTTP."""

from fastapi import APIRouter

from services.accounts.schools.queries import school_for_staff
from services.accounts.schools.schemas import SchoolForStaff
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/schools", tags=["schools"])


@router.get("/current")
async def show_school(caller: AnyStaff, transaction: Transaction) -> SchoolForStaff:
    """Show the caller's school, the settings it works by and who leads on safeguarding."""
    return await school_for_staff(transaction, caller.school_id)
