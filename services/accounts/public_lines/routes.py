"""What the school says of itself to everybody, over HTTP."""

from fastapi import APIRouter, status

from services.accounts.public_lines import actions, queries
from services.accounts.public_lines.schemas import PublicLinesChanged, PublicLinesShown
from services.shared.callers import Leadership
from services.shared.transactions import Transaction

router = APIRouter(prefix="/schools/current/public-lines", tags=["schools"])


@router.get("")
async def show_lines(caller: Leadership, transaction: Transaction) -> PublicLinesShown:
    """Show the lines to whoever may change them."""
    return await queries.public_lines(transaction, caller.school_id)


@router.post("", status_code=status.HTTP_204_NO_CONTENT)
async def change_lines(
    given: PublicLinesChanged, caller: Leadership, transaction: Transaction
) -> None:
    """Change the lines; nothing but the school's own ways to reach it may stand there (D-7.6-3)."""
    await actions.change(transaction, given, by=caller)
