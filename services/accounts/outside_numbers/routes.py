"""Numbers outside the school, over HTTP."""

from fastapi import APIRouter, Response

from services.accounts.outside_numbers import actions, queries
from services.accounts.outside_numbers.schemas import CheckNumber, NumberList, RequestKey, Who
from services.shared.callers import Leadership
from services.shared.transactions import Transaction

router = APIRouter(prefix="/schools/current/numbers", tags=["schools"])


@router.get("")
async def list_numbers(caller: Leadership, transaction: Transaction) -> NumberList:
    """Show whom staff may have to ring, and whether each number was checked within a year."""
    return NumberList(items=await queries.numbers_of(transaction, caller.school_id))


@router.post("/{who}", status_code=204)
async def check_number(
    who: Who, given: CheckNumber, key: RequestKey, caller: Leadership, transaction: Transaction
) -> Response:
    """Say what the number is, whose, and when and how it was checked."""
    await actions.check_number(transaction, who, given, key, by=caller)
    return Response(status_code=204)
