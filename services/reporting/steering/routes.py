"""The doors for steering a case; whoever does not read the whole of it finds nothing here."""

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved
from services.reporting.procedures.adapters_work import WorkOnCase
from services.reporting.steering import actions
from services.reporting.steering.schemas import (
    HandedOver,
    Paused,
    ProcedureRenewed,
    Reopened,
    Resumed,
    SeveritySet,
    StaffReminded,
)

router = APIRouter(prefix="/cases/{case_id}", tags=["steering"])


@router.post("/severity")
async def set_severity(work: WorkOnCase, wanted: SeveritySet) -> Moved:
    """Raise or lower the severity."""
    return await actions.set_severity(work, wanted)


@router.post("/hand-over")
async def hand_over(work: WorkOnCase, handed: HandedOver) -> Moved:
    """Let another reader lead the case."""
    return await actions.hand_over(work, handed)


@router.post("/pause")
async def pause(work: WorkOnCase, paused: Paused) -> Moved:
    """Put the case to rest until a day."""
    return await actions.pause(work, paused)


@router.post("/resume")
async def resume(work: WorkOnCase, resumed: Resumed) -> Moved:
    """Go on with a paused case."""
    return await actions.resume(work, resumed)


@router.post("/reopen")
async def reopen(work: WorkOnCase, reopened: Reopened) -> Moved:
    """Open a closed case again."""
    return await actions.reopen(work, reopened)


@router.post("/newer-procedure")
async def renew_procedure(work: WorkOnCase, renewed: ProcedureRenewed) -> Moved:
    """Move the case to the newest version of its procedure."""
    return await actions.renew_procedure(work, renewed)


@router.post("/staff-reminder")
async def remind_staff(work: WorkOnCase, reminded: StaffReminded) -> Moved:
    """Remind everybody who works here of how to speak and post."""
    return await actions.remind_staff(work, reminded)
