"""The doors for contacts with agencies and for decisions."""

from fastapi import APIRouter

from services.reporting.agencies import actions
from services.reporting.agencies.schemas import Contacted, Decided
from services.reporting.cases.schemas import Moved
from services.reporting.procedures.adapters_work import WorkOnCase

router = APIRouter(prefix="/cases/{case_id}", tags=["agencies and decisions"])


@router.post("/contacts")
async def contact_agency(work: WorkOnCase, contacted: Contacted) -> Moved:
    """Keep a contact with an agency."""
    return await actions.contact_agency(work, contacted)


@router.post("/decisions")
async def decide(work: WorkOnCase, decided: Decided) -> Moved:
    """Write down a decision and its reason."""
    return await actions.decide(work, decided)
