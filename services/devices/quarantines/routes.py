"""Quarantines over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from services.devices.keys.actions import AtWideDesk
from services.devices.proceedings.schemas import (
    Opened,
    ProceedingList,
    ProceedingPage,
    RequestKey,
)
from services.devices.quarantines import actions, queries
from services.devices.quarantines.schemas import End, NameKeeper, PoliceSaid, Withdraw
from services.shared.callers import Caller, require

router = APIRouter(prefix="/quarantines", tags=["quarantines"])
Withdrawer = Annotated[Caller, Depends(require("tech", "head", "dsl", "ddsl", "chair"))]


@router.post("", status_code=201)
async def withdraw(
    given: Withdraw, key: RequestKey, _caller: Withdrawer, desk: AtWideDesk
) -> Opened:
    """Take a school or staff-used device or account out of use."""
    return await actions.withdraw(desk, given, request_key=key)


@router.get("")
async def list_quarantines(
    _caller: Withdrawer,
    desk: AtWideDesk,
    is_open: Annotated[bool, Query(alias="open")] = True,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> ProceedingList:
    """List the quarantines that the caller may see."""
    return await queries.quarantines_for(desk, cursor, is_open=is_open)


@router.get("/{quarantine_id}")
async def show_quarantine(
    quarantine_id: UUID, _caller: Withdrawer, desk: AtWideDesk
) -> ProceedingPage:
    """Show one quarantine with what it still needs and its journal."""
    return await queries.page_of(desk, quarantine_id)


@router.post("/{quarantine_id}/keeper")
async def name_keeper(
    quarantine_id: UUID, given: NameKeeper, _caller: Withdrawer, desk: AtWideDesk
) -> Opened:
    """Name the one keeper."""
    return await actions.name_keeper(desk, quarantine_id, given)


@router.post("/{quarantine_id}/police-advice")
async def note_police_advice(
    quarantine_id: UUID, given: PoliceSaid, _caller: Withdrawer, desk: AtWideDesk
) -> Opened:
    """Record what the police advise."""
    return await actions.note_police_advice(desk, quarantine_id, given)


@router.post("/{quarantine_id}/police-leave")
async def note_police_leave(
    quarantine_id: UUID, given: PoliceSaid, _caller: Withdrawer, desk: AtWideDesk
) -> Opened:
    """Record the police's leave."""
    return await actions.note_police_leave(desk, quarantine_id, given)


@router.post("/{quarantine_id}/end")
async def end_quarantine(
    quarantine_id: UUID, given: End, _caller: Withdrawer, desk: AtWideDesk
) -> Opened:
    """Record what became of it."""
    return await actions.end_quarantine(desk, quarantine_id, given)
