"""Who is away, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.accounts.absences import actions, queries
from services.accounts.absences.schemas import AbsenceList, MarkAway, RequestKey
from services.shared import clock
from services.shared.callers import Office
from services.shared.transactions import Transaction

router = APIRouter(prefix="/absences", tags=["absences"])


@router.get("")
async def list_absences(
    caller: Office,
    transaction: Transaction,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> AbsenceList:
    """List who is or will be away, the first to return first."""
    now = clock.now()
    found, following = await queries.who_is_away(transaction, caller.school_id, now, cursor)
    return AbsenceList(items=found, next_cursor=following)


@router.post("", status_code=201)
async def mark_away(
    asked: MarkAway, key: RequestKey, caller: Office, transaction: Transaction
) -> dict[str, UUID]:
    """Let others be asked in this person's place on these days."""
    return {"id": await actions.mark_away(transaction, asked, key, by=caller)}


@router.post("/{absence_id}/end", status_code=204)
async def end_absence(absence_id: UUID, caller: Office, transaction: Transaction) -> Response:
    """Say that somebody is back."""
    await actions.end_absence(transaction, absence_id, by=caller)
    return Response(status_code=204)
