"""The grown-ups whom children may choose, over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Response

from services.accounts.trusted_adults import actions, queries
from services.accounts.trusted_adults.schemas import ListAdult, ListedAdults
from services.shared.callers import Office
from services.shared.transactions import Transaction

router = APIRouter(prefix="/trusted-adults", tags=["trusted adults"])


@router.get("")
async def show_list(caller: Office, transaction: Transaction) -> ListedAdults:
    """Show who stands on the children's list."""
    return ListedAdults(items=await queries.listed(transaction, caller.school_id))


@router.post("/{person_id}", status_code=204)
async def list_adult(
    person_id: UUID, asked: ListAdult, caller: Office, transaction: Transaction
) -> Response:
    """Let children choose this member of staff."""
    await actions.list_adult(transaction, person_id, asked, by=caller)
    return Response(status_code=204)


@router.post("/{person_id}/remove", status_code=204)
async def unlist_adult(person_id: UUID, caller: Office, transaction: Transaction) -> Response:
    """Take somebody off the children's list."""
    await actions.unlist_adult(transaction, person_id, by=caller)
    return Response(status_code=204)
