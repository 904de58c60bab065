"""`GET /health`: 200 only when every part is ready, with the state of each, and nothing more.

Anybody may ask. How many messages wait, and since when, would tell somebody who must not know that
a child has just told something (architecture.md 5).
"""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from frontend.web.built import MANIFEST
from frontend.web.front import FrontEnd, front
from services.shared.errors import ApplicationError

router = APIRouter()

SERVICES = ("accounts", "reporting", "notifications", "devices")
READY = "ready"


@router.get("/health")
async def health(shared: Annotated[FrontEnd, Depends(front)]) -> JSONResponse:
    """Ask every part how it is."""
    answers = await asyncio.gather(*(_asked(shared, service) for service in SERVICES))
    parts = {"frontend": _own_state(), **dict(zip(SERVICES, answers, strict=True))}
    parts["worker"] = _worker_state(parts["notifications"])
    is_ready = all(part.get("state") == READY for part in parts.values())
    told = {
        "state": READY if is_ready else "not ready",
        "parts": {name: {"state": part.get("state")} for name, part in parts.items()},
    }
    return JSONResponse(told, 200 if is_ready else 503)


def _own_state() -> dict[str, Any]:
    return {"state": READY if MANIFEST.is_file() else "styles and scripts are not built"}


def _worker_state(notifications: dict[str, Any]) -> dict[str, Any]:
    """Return what notifications saw of the worker: a sign of life, and no jobs held back."""
    beat_at = notifications.get("worker_beat_at")
    if notifications.get("state") == READY and beat_at:
        return {"state": READY}
    is_held = notifications.get("held_jobs") and beat_at
    return {"state": "jobs are held back" if is_held else "no sign of life"}


async def _asked(shared: FrontEnd, service: str) -> dict[str, Any]:
    try:
        answer = await shared.door(service).get("/health")
    except ApplicationError:
        return {"state": "not answering"}
    return answer if isinstance(answer, dict) else {"state": "not answering"}
