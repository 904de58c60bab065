"""The door for a child who comes back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from services.reporting.come_back.queries import what_became_of
from services.reporting.come_back.rules import FAILURE_WINDOW_SECONDS, FAILURES_ALLOWED, code_hash
from services.reporting.come_back.schemas import CameBack, ComeBack
from services.shared.callers import PupilPage
from services.shared.errors import NotThere, TooMany
from services.shared.limiter import count_failure, is_blocked
from services.shared.transactions import Transaction

router = APIRouter(tags=["come back"])


async def _bucket(request: Request, page: PupilPage) -> str:
    """Refuse before anything is hashed or looked up where too many pictures were wrong."""
    bucket = f"come-back|{page.school_id}"
    if await is_blocked(request.app.state.database, bucket, FAILURES_ALLOWED):
        raise TooMany("Please wait ten minutes and try again, or ask a grown-up you trust.")
    return bucket


@router.post("/come-back")
async def come_back(
    wanted: ComeBack,
    page: PupilPage,
    bucket: Annotated[str, Depends(_bucket)],
    transaction: Transaction,
    request: Request,
) -> CameBack:
    """Say whether a grown-up has read the report behind three pictures; 404 for any other three."""
    key = request.app.state.settings.come_back_key
    found = await what_became_of(transaction, code_hash(key, page.school_id, wanted.pictures))
    if found is None:
        await count_failure(request.app.state.database, bucket, FAILURE_WINDOW_SECONDS)
        raise NotThere
    return found
