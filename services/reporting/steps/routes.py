"""The doors for working through a case's procedure; whoever does not read it finds nothing here."""

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved
from services.reporting.procedures.adapters_work import WorkOnCase
from services.reporting.steps import actions
from services.reporting.steps.schemas import Answered, StepDone, StepSkipped

router = APIRouter(prefix="/cases/{case_id}", tags=["steps"])


@router.post("/steps/{key}/done")
async def do_step(work: WorkOnCase, key: str, done: StepDone) -> Moved:
    """Record that a step was done."""
    return await actions.do_step(work, key, done)


@router.post("/steps/{key}/skip")
async def skip_step(work: WorkOnCase, key: str, skipped: StepSkipped) -> Moved:
    """Leave a step out, with a reason; where the policy wants it, a second person agrees."""
    return await actions.skip_step(work, key, skipped)


@router.post("/answers")
async def answer_question(work: WorkOnCase, answered: Answered) -> Moved:
    """Record an answer; it opens or closes steps."""
    return await actions.answer_question(work, answered)
