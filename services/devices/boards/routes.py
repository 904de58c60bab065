"""Lists of devices and scanned labels over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.devices.boards import queries
from services.devices.boards.schemas import DeviceList, Found
from services.devices.custody.rules import State
from services.shared.callers import SchoolStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["boards"])


@router.get("/devices")
async def list_devices(
    caller: SchoolStaff,
    transaction: Transaction,
    state: State | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> DeviceList:
    """List the devices that the school still has, or those in one state."""
    return await queries.devices_for(transaction, caller, state, cursor)


@router.get("/labels/{label_code}")
async def find_labelled(label_code: str, caller: SchoolStaff, transaction: Transaction) -> Found:
    """Find the device that a scanned label belongs to."""
    return await queries.labelled(transaction, caller, label_code)
