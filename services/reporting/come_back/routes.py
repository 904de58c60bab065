"""The door for a child who comes back."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from services.reporting.come_back.actions import check_tries, count_wrong
from services.reporting.come_back.queries import what_became_of
from services.reporting.come_back.rules import code_hash, still_to_wait
from services.reporting.come_back.schemas import CameBack, ComeBack
from services.shared.callers import PupilPage
from services.shared.errors import NotThere
from services.shared.transactions import Transaction

router = APIRouter(tags=["come back"])


@asynccontextmanager
async def guarded(request: Request, page: PupilPage, wanted: ComeBack) -> AsyncIterator[None]:
    """Let three pictures be tried: counted where they are wrong, answered in even time.

    Raises TooMany before anything is hashed or looked up where too many were wrong. Whatever was
    found, the answer leaves on a stride of time. Nothing here holds a connection while it waits,
    if the transaction is opened inside.
    """
    database, tried = request.app.state.database, (page.school_id, wanted.network)
    await check_tries(database, *tried)
    asked_at = time.perf_counter()
    try:
        yield
    except NotThere:
        await count_wrong(database, *tried)
        raise
    finally:
        await asyncio.sleep(still_to_wait(time.perf_counter() - asked_at))


async def _tried(wanted: ComeBack, page: PupilPage, request: Request) -> AsyncIterator[ComeBack]:
    async with guarded(request, page, wanted):
        yield wanted


@router.post("/come-back")
async def come_back(
    wanted: Annotated[ComeBack, Depends(_tried, scope="function")],
    page: PupilPage,
    transaction: Transaction,
    request: Request,
) -> CameBack:
    """Say whether a grown-up has read the report behind three pictures; 404 for any other three."""
    key = request.app.state.settings.come_back_key
    found = await what_became_of(transaction, code_hash(key, page.school_id, wanted.pictures))
    if found is None:
        raise NotThere
    return found
