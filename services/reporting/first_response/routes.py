"""The door to the first-response cards: the same for every school, nothing of any case."""

from fastapi import APIRouter

from services.reporting.cases.models import Kind
from services.reporting.first_response.queries import first_response_to
from services.reporting.first_response.schemas import FirstResponse
from services.reporting.procedures.adapters import Procedures
from services.shared.callers import AnyStaff

router = APIRouter(tags=["first response"])


@router.get("/first-response/{kind}")
async def show_first_response(
    kind: Kind, _colleague: AnyStaff, library: Procedures
) -> FirstResponse:
    """Return what whoever sees this kind of thing does first, and never."""
    return first_response_to(kind, library)
