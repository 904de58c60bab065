"""Keeping a device longer, over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.devices.custody.schemas import Stands
from services.devices.extensions import actions
from services.devices.extensions.schemas import KeepLonger
from services.devices.keys.actions import AtDesk
from services.shared.callers import SchoolStaff

router = APIRouter(prefix="/devices/{device_id}", tags=["extensions"])


@router.post("/keep-longer")
async def keep_longer(
    device_id: UUID, given: KeepLonger, _caller: SchoolStaff, desk: AtDesk
) -> Stands:
    """Keep a device beyond the day on which it is due."""
    return Stands.of(device_id, await actions.keep_longer(desk, device_id, given))
