"""What people do with a device, over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.devices.custody import actions
from services.devices.custody.schemas import (
    Confirm,
    HandOver,
    Hold,
    LiftHold,
    LinkCase,
    Stands,
    Store,
)
from services.devices.keys.actions import AtDesk
from services.shared.callers import SchoolStaff

router = APIRouter(prefix="/devices/{device_id}", tags=["custody"])


@router.post("/confirm")
async def confirm_device(
    device_id: UUID, given: Confirm, _caller: SchoolStaff, desk: AtDesk
) -> Stands:
    """Stand behind what a colleague took into safe-keeping."""
    return Stands.of(device_id, await actions.confirm_device(desk, device_id, given))


@router.post("/store")
async def store_device(device_id: UUID, given: Store, _caller: SchoolStaff, desk: AtDesk) -> Stands:
    """Put a device into one of the school's places."""
    return Stands.of(device_id, await actions.store_device(desk, device_id, given))


@router.post("/hand-over")
async def hand_over_device(
    device_id: UUID, given: HandOver, _caller: SchoolStaff, desk: AtDesk
) -> Stands:
    """Give a device to a colleague, signed by both."""
    return Stands.of(device_id, await actions.hand_over_device(desk, device_id, given))


@router.post("/hold")
async def hold_device(device_id: UUID, given: Hold, _caller: SchoolStaff, desk: AtDesk) -> Stands:
    """Keep a device for the police as possible evidence."""
    return Stands.of(device_id, await actions.hold_device(desk, device_id, given))


@router.post("/lift-hold")
async def lift_hold(device_id: UUID, given: LiftHold, _caller: SchoolStaff, desk: AtDesk) -> Stands:
    """End a police hold with a reason and the police's reference."""
    return Stands.of(device_id, await actions.lift_hold(desk, device_id, given))


@router.post("/link")
async def link_device(
    device_id: UUID, given: LinkCase, _caller: SchoolStaff, desk: AtDesk
) -> Stands:
    """Join a device to a case by its opaque link."""
    return Stands.of(device_id, await actions.link_device(desk, device_id, given))
