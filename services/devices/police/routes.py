"""The police's hand-over and return over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.devices.custody.schemas import Stands
from services.devices.keys.actions import AtDesk
from services.devices.police import actions
from services.devices.police.schemas import BackFromPolice, HandToPolice
from services.shared.callers import SchoolStaff

router = APIRouter(prefix="/devices/{device_id}", tags=["police"])


@router.post("/hand-to-police")
async def hand_to_police(
    device_id: UUID, given: HandToPolice, _caller: SchoolStaff, desk: AtDesk
) -> Stands:
    """Hand a device that is held for the police to a named officer."""
    return Stands.of(device_id, await actions.hand_to_police(desk, device_id, given))


@router.post("/back-from-police")
async def take_back_from_police(
    device_id: UUID, given: BackFromPolice, _caller: SchoolStaff, desk: AtDesk
) -> Stands:
    """Put a device that the police brought back into a place of the school."""
    return Stands.of(device_id, await actions.take_back_from_police(desk, device_id, given))
