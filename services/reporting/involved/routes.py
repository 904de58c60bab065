"""The door for linking children with a case."""

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved
from services.reporting.involved import actions, actions_unmask
from services.reporting.involved.schemas import ChildInvolved, ChildUnmasked
from services.reporting.procedures.adapters_work import WorkOnCase

router = APIRouter(prefix="/cases/{case_id}", tags=["children involved"])


@router.post("/children")
async def involve(work: WorkOnCase, child: ChildInvolved) -> Moved:
    """Say which part a child has in the case."""
    return await actions.involve(work, child)


@router.post("/unmask")
async def unmask(work: WorkOnCase, child: ChildUnmasked) -> Moved:
    """Record which child told without a name, and how that is known."""
    return await actions_unmask.unmask(work, child)
