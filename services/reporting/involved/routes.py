"""The door for linking children with a case."""

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved
from services.reporting.involved import actions
from services.reporting.involved.schemas import ChildInvolved
from services.reporting.procedures.adapters_work import WorkOnCase

router = APIRouter(prefix="/cases/{case_id}", tags=["children involved"])


@router.post("/children")
async def involve(work: WorkOnCase, child: ChildInvolved) -> Moved:
    """Say which part a child has in the case."""
    return await actions.involve(work, child)
