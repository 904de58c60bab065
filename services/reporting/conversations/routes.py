"""The doors for the adult whom a child chose."""

from uuid import UUID

from fastapi import APIRouter

from services.reporting.cases.adapters import Keys
from services.reporting.conversations import actions
from services.reporting.conversations.queries import words_waiting
from services.reporting.conversations.schemas import Talked, WordsList, WordsPage
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/words", tags=["conversations"])


@router.get("")
async def list_words(chosen: AnyStaff, transaction: Transaction) -> WordsList:
    """Return the reports of children who chose the caller."""
    return WordsList(items=await words_waiting(transaction, chosen.person_id))


@router.get("/{case_id}")
async def read_words(
    case_id: UUID, chosen: AnyStaff, transaction: Transaction, keys: Keys
) -> WordsPage:
    """Return what the child told, as given."""
    return await actions.read_words(transaction, case_id, by=chosen, keys=keys)


@router.post("/{case_id}/talked")
async def talked(case_id: UUID, chosen: AnyStaff, transaction: Transaction) -> Talked:
    """Say that the caller has talked with the child."""
    return await actions.mark_talked(transaction, case_id, by=chosen)
