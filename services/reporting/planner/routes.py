"""The door to the planner."""

from fastapi import APIRouter

from services.reporting.planner.queries import planner_of
from services.reporting.planner.schemas import Planner
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["planner"])


@router.get("/planner")
async def show_planner(
    reader: AnyStaff, transaction: Transaction, cursor: str | None = None
) -> Planner:
    """Return what waits in the cases that the caller reads, most pressing first."""
    return await planner_of(transaction, reader, cursor=cursor)
