"""The caller's own quiet times, over HTTP."""

from fastapi import APIRouter

from services.notifications.preferences import actions, queries
from services.notifications.preferences.schemas import QuietTimes
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/preferences", tags=["preferences"])


@router.get("")
async def show_preferences(session: Transaction, caller: AnyStaff) -> QuietTimes:
    """Show the caller's quiet times."""
    return await queries.quiet_times_of(session, caller.person_id)


@router.post("")
async def keep_preferences(
    wanted: QuietTimes, session: Transaction, caller: AnyStaff
) -> QuietTimes:
    """Keep the caller's quiet times; urgent alerts and the ladder never wait for them."""
    return await actions.keep_quiet_times(session, wanted, by=caller)
