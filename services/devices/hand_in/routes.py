"""The daily hand-in over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header

from services.devices.hand_in import actions, queries
from services.devices.hand_in.schemas import (
    HandInPage,
    LeftOverList,
    NewPermission,
    PermissionList,
    TapIn,
    TapOut,
    Tapped,
)
from services.devices.keys.actions import AtDesk
from services.shared.callers import Office, SchoolStaff

router = APIRouter(tags=["hand-in"])

RequestKey = Annotated[UUID, Header(alias="Idempotency-Key")]


@router.get("/hand-in")
async def show_hand_in(
    _caller: SchoolStaff, desk: AtDesk, class_id: UUID | None = None
) -> HandInPage:
    """Show the list of one class as it stands today, and the classes that the caller may open."""
    return await queries.page_for(desk, class_id)


@router.get("/hand-in/left-over")
async def list_left_over(_caller: Office, desk: AtDesk) -> LeftOverList:
    """List what was handed in and not collected: it is the office's now."""
    return LeftOverList(items=await queries.left_over(desk))


@router.post("/hand-in/{pupil_id}/in")
async def hand_in(pupil_id: UUID, given: TapIn, _caller: SchoolStaff, desk: AtDesk) -> Tapped:
    """Take a child's device in."""
    return await actions.hand_in(desk, pupil_id, given)


@router.post("/hand-in/{pupil_id}/out")
async def give_back(pupil_id: UUID, given: TapOut, _caller: SchoolStaff, desk: AtDesk) -> Tapped:
    """Give a child their device back at home time."""
    return await actions.give_back(desk, pupil_id, given)


@router.get("/arrival-permissions")
async def list_permissions(_caller: Office, desk: AtDesk) -> PermissionList:
    """List the written requests and adjustments that count today."""
    return PermissionList(items=await queries.permissions_at(desk))


@router.post("/arrival-permissions", status_code=201)
async def record_permission(
    new: NewPermission, key: RequestKey, _caller: Office, desk: AtDesk
) -> PermissionList:
    """Record a parent's written request or an adjustment, and list them all."""
    await actions.record_permission(desk, new, request_key=key)
    return PermissionList(items=await queries.permissions_at(desk))


@router.post("/arrival-permissions/{permission_id}/end")
async def end_permission(permission_id: UUID, _caller: Office, desk: AtDesk) -> PermissionList:
    """End a request or an adjustment, and list those that are left."""
    await actions.end_permission(desk, permission_id)
    return PermissionList(items=await queries.permissions_at(desk))
