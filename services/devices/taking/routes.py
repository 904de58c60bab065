"""Taking a device, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header

from services.devices.keys.actions import AtDesk
from services.devices.taking import actions
from services.devices.taking.schemas import TakeDevice, Taken
from services.shared.callers import SchoolStaff

router = APIRouter(prefix="/devices", tags=["taking"])

RequestKey = Annotated[UUID, Header(alias="Idempotency-Key")]


@router.post("", status_code=201)
async def take_device(
    new: TakeDevice, key: RequestKey, _caller: SchoolStaff, desk: AtDesk
) -> Taken:
    """Take a pupil's device; where no case is linked the parents are told."""
    return await actions.take_device(desk, new, request_key=key)
