"""The doors for joining and splitting cases."""

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved
from services.reporting.joining import actions
from services.reporting.joining.schemas import Joining, Splitting
from services.reporting.procedures.adapters_work import WorkOnCase

router = APIRouter(prefix="/cases/{case_id}", tags=["joining"])


@router.post("/join")
async def join(work: WorkOnCase, joining: Joining) -> Moved:
    """Make the case a part of another one."""
    return await actions.join(work, joining)


@router.post("/split")
async def split(work: WorkOnCase, splitting: Splitting) -> Moved:
    """Make a part of the case a case of its own again."""
    return await actions.split(work, splitting)
