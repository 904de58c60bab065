"""The week of whoever asks, over the cases that they read."""

from fastapi import APIRouter

from services.reporting.overview.queries import overview_of
from services.reporting.overview.schemas import Overview
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["overview"])


@router.get("/overview")
async def read_overview(reader: AnyStaff, transaction: Transaction) -> Overview:
    """Return counts of the last seven days and the cases in which nothing happened."""
    return await overview_of(transaction, reader.school_id)
