"""The page of one device over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.devices.keys.actions import AtDesk
from services.devices.timeline import queries
from services.devices.timeline.schemas import DevicePage
from services.shared.callers import SchoolStaff

router = APIRouter(tags=["timeline"])


@router.get("/devices/{device_id}")
async def show_device(device_id: UUID, _caller: SchoolStaff, desk: AtDesk) -> DevicePage:
    """Show one device with its chain of custody and what may be done next."""
    return await queries.page_of(desk, device_id)
