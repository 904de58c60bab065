"""Reminding a parent, over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.devices.collections.schemas import Decided
from services.devices.keys.actions import AtDesk
from services.devices.reminders import actions
from services.devices.reminders.schemas import Remind
from services.shared.callers import SchoolStaff

router = APIRouter(prefix="/devices/{device_id}", tags=["reminders"])


@router.post("/notices/{notice_id}/remind", status_code=201)
async def remind_parent(
    device_id: UUID, notice_id: UUID, given: Remind, _caller: SchoolStaff, desk: AtDesk
) -> Decided:
    """Remind one parent, after the question has been answered again."""
    return await actions.remind_parent(desk, device_id, notice_id, given)
