"""The caller's own wishes about messages, over HTTP."""

from fastapi import APIRouter, Request

from services.notifications.preferences import actions, queries
from services.notifications.preferences.schemas import Wishes, WishesShown
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/preferences", tags=["preferences"])


@router.get("")
async def show_preferences(request: Request, session: Transaction, caller: AnyStaff) -> WishesShown:
    """Show the caller's wishes."""
    wishes = await queries.wishes_of(session, caller.person_id)
    sends_texts = request.app.state.settings.uses_notify
    return WishesShown(**wishes.model_dump(), sends_texts=sends_texts)


@router.post("")
async def keep_preferences(wanted: Wishes, session: Transaction, caller: AnyStaff) -> Wishes:
    """Keep the caller's wishes; urgent alerts and the ladder never wait for them."""
    return await actions.keep_wishes(session, wanted, by=caller)
