"""People, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.accounts.people import actions
from services.accounts.people.schemas import Pupil, PupilList, Search, StaffList
from services.shared.callers import AnyStaff, SchoolStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["people"])


@router.get("/pupils")
async def find_pupils(search: Search, caller: SchoolStaff, transaction: Transaction) -> PupilList:
    """Find at most eight children by the beginnings of their names."""
    return PupilList(items=await actions.find_pupils(transaction, search, by=caller))


@router.get("/pupils/{pupil_id}")
async def show_pupil(pupil_id: UUID, caller: SchoolStaff, transaction: Transaction) -> Pupil:
    """Show a child, and their adults to those who deal with families."""
    return await actions.read_pupil(transaction, pupil_id, by=caller)


@router.get("/staff")
async def list_staff(
    caller: AnyStaff,
    transaction: Transaction,
    search: Search = "",
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> StaffList:
    """List staff and governors, or find them by the beginnings of their names."""
    found, following = await actions.find_staff(transaction, search, cursor, by=caller)
    return StaffList(items=found, next_cursor=following)
