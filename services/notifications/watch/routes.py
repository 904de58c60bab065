"""Whether messages leave."""

from fastapi import APIRouter, Request

from services.notifications.watch.queries import providers, unreached, watch
from services.notifications.watch.rules import is_red, is_silent
from services.notifications.watch.schemas import QueueState, SendingState
from services.shared import clock
from services.shared.callers import Leadership
from services.shared.database import Database
from services.shared.transactions import Transaction

router = APIRouter(tags=["health"])


@router.get("/health")
async def read_health(request: Request) -> QueueState:
    """Answer once the database is reached; `state` is red where a person must look."""
    database: Database = request.app.state.database
    async with database.session() as session:
        seen = await watch(session)
    return QueueState(
        state="red" if is_red(seen, clock.now()) else "ready",
        held_jobs=seen.held_jobs,
        worker_beat_at=seen.beat_at,
        undelivered=seen.undelivered,
        oldest_undelivered_at=seen.oldest_at,
    )


@router.get("/sending")
async def read_sending(request: Request, leader: Leadership, session: Transaction) -> SendingState:
    """Return whether messages leave: each channel's provider, held jobs, the worker."""
    seen = await watch(session)
    return SendingState(
        held_jobs=seen.held_jobs,
        is_worker_silent=is_silent(seen, clock.now()),
        worker_beat_at=seen.beat_at,
        undelivered=seen.undelivered,
        oldest_undelivered_at=seen.oldest_at,
        channels=await providers(session),
        unreached=await unreached(session, leader.school_id),
        sends_texts=request.app.state.settings.uses_notify,
    )
