"""Giving back and telling parents over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.devices.collections import actions, queries
from services.devices.collections.schemas import Decided, Return, TellParent
from services.devices.custody.schemas import Stands
from services.devices.keys.actions import AtDesk
from services.devices.notices.schemas import NoticeList
from services.shared.callers import Office, SchoolStaff

router = APIRouter(prefix="/devices/{device_id}", tags=["collections"])


@router.post("/return")
async def return_device(
    device_id: UUID, given: Return, _caller: SchoolStaff, desk: AtDesk
) -> Stands:
    """Give a device back to a listed guardian."""
    return Stands.of(device_id, await actions.return_device(desk, device_id, given))


@router.post("/notice", status_code=201)
async def tell_parent(
    device_id: UUID, given: TellParent, _caller: SchoolStaff, desk: AtDesk
) -> Decided:
    """Decide whether a parent is told, and tell them where the answer allows it."""
    return await actions.tell_parent(desk, device_id, given)


@router.get("/notices")
async def list_notices(device_id: UUID, _caller: SchoolStaff, desk: AtDesk) -> NoticeList:
    """List who was told; the office and the head also see the codes."""
    return NoticeList(items=await queries.notices_of(desk, device_id))


@router.post("/notices/{notice_id}/code", status_code=201)
async def make_new_code(
    device_id: UUID, notice_id: UUID, _caller: Office, desk: AtDesk
) -> NoticeList:
    """Make a new code, as after five wrong ones."""
    await actions.make_new_code(desk, device_id, notice_id)
    return NoticeList(items=await queries.notices_of(desk, device_id))
