"""The school's tablets, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.accounts.tablets import actions, queries
from services.accounts.tablets.schemas import Enrol, Enrolled, KnownTablet, RequestKey, TabletList
from services.shared.callers import Office
from services.shared.transactions import Transaction

router = APIRouter(prefix="/tablets", tags=["tablets"])


@router.post("", status_code=201)
async def enrol_tablet(
    asked: Enrol, key: RequestKey, caller: Office, transaction: Transaction
) -> Enrolled:
    """Make a tablet a second factor."""
    return await actions.enrol_tablet(transaction, asked.name, key, by=caller)


@router.get("")
async def list_tablets(
    caller: Office,
    transaction: Transaction,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> TabletList:
    """List the school's tablets."""
    found, following = await queries.tablets_at(transaction, caller.school_id, cursor)
    return TabletList(items=found, next_cursor=following)


@router.post("/{tablet_id}/revoke")
async def revoke_tablet(tablet_id: UUID, caller: Office, transaction: Transaction) -> KnownTablet:
    """Make a tablet an ordinary one again, at once."""
    return await actions.revoke_tablet(transaction, tablet_id, by=caller)
