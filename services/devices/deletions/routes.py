"""Decisions about deletion over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.devices.deletions import actions, queries
from services.devices.deletions.schemas import AskDeletion, DeletionAnswers, Done
from services.devices.keys.actions import AtDesk
from services.devices.proceedings.schemas import (
    Opened,
    ProceedingList,
    ProceedingPage,
    RequestKey,
)
from services.shared.callers import Leadership

router = APIRouter(prefix="/deletions", tags=["deletions"])


@router.post("", status_code=201)
async def ask_deletion(
    given: AskDeletion, key: RequestKey, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Ask whether content on a device or in an account may be deleted."""
    return await actions.ask_deletion(desk, given, request_key=key)


@router.get("")
async def list_deletions(
    _caller: Leadership,
    desk: AtDesk,
    device_id: UUID | None = None,
    is_open: Annotated[bool, Query(alias="open")] = True,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> ProceedingList:
    """List decisions; the open ones wait for somebody."""
    return await queries.deletions_for(desk, cursor, device_id=device_id, is_open=is_open)


@router.get("/{deletion_id}")
async def show_deletion(deletion_id: UUID, _caller: Leadership, desk: AtDesk) -> ProceedingPage:
    """Show one decision with its gates and its journal."""
    return await queries.page_of(desk, deletion_id)


@router.post("/{deletion_id}/answers")
async def answer_gates(
    deletion_id: UUID, given: DeletionAnswers, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Answer the gates anew."""
    return await actions.answer_gates(desk, deletion_id, given)


@router.post("/{deletion_id}/allow")
async def allow_deletion(deletion_id: UUID, _caller: Leadership, desk: AtDesk) -> Opened:
    """Allow a deletion whose gates all hold."""
    return await actions.allow_deletion(desk, deletion_id)


@router.post("/{deletion_id}/done")
async def record_deleted(
    deletion_id: UUID, given: Done, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Record that it was deleted."""
    return await actions.record_deleted(desk, deletion_id, given)
