"""The door for saying which adult a case is about."""

from fastapi import APIRouter

from services.reporting.cases.schemas import Moved
from services.reporting.procedures.adapters_work import WorkOnCase
from services.reporting.subjects import actions
from services.reporting.subjects.schemas import SubjectNamed

router = APIRouter(prefix="/cases/{case_id}", tags=["subjects"])


@router.post("/subjects")
async def name_subjects(work: WorkOnCase, named: SubjectNamed) -> Moved:
    """Say which adults the case is about; they lose sight of it in this same transaction."""
    return await actions.name_subjects(work, named)
