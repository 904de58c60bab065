"""Whom a parent named in writing, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header

from services.devices.collectors import actions
from services.devices.collectors.schemas import NewCollector, Recorded
from services.devices.keys.actions import AtDesk
from services.shared.callers import SchoolStaff

router = APIRouter(prefix="/devices/{device_id}", tags=["collectors"])

RequestKey = Annotated[UUID, Header(alias="Idempotency-Key")]


@router.post("/collectors", status_code=201)
async def name_collector(
    device_id: UUID, new: NewCollector, key: RequestKey, _caller: SchoolStaff, desk: AtDesk
) -> Recorded:
    """Record somebody whom a parent named in writing to collect this device."""
    return await actions.name_collector(desk, device_id, new, request_key=key)
