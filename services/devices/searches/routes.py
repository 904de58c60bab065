"""Searches over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.devices.keys.actions import AtDesk
from services.devices.proceedings.schemas import (
    Opened,
    ProceedingList,
    ProceedingPage,
    RequestKey,
)
from services.devices.searches import actions, queries
from services.devices.searches.schemas import (
    Because,
    CarryOut,
    Propose,
    Review,
    SearchAnswers,
    Stop,
    TellParents,
)
from services.shared.callers import Leadership

router = APIRouter(tags=["searches"])
ONE = "/searches/{search_id}"


@router.post("/devices/{device_id}/searches", status_code=201)
async def propose_search(
    device_id: UUID, given: Propose, key: RequestKey, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Propose a search of a device."""
    return await actions.propose_search(desk, device_id, given, request_key=key)


@router.get("/searches")
async def list_searches(
    _caller: Leadership,
    desk: AtDesk,
    device_id: UUID | None = None,
    is_open: Annotated[bool, Query(alias="open")] = True,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> ProceedingList:
    """List searches; the open ones wait for somebody."""
    return await queries.searches_for(desk, cursor, device_id=device_id, is_open=is_open)


@router.get(ONE)
async def show_search(search_id: UUID, _caller: Leadership, desk: AtDesk) -> ProceedingPage:
    """Show one search with its gates and its journal."""
    return await queries.page_of(desk, search_id)


@router.post(ONE + "/answers")
async def answer_gates(
    search_id: UUID, given: SearchAnswers, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Answer the gates anew."""
    return await actions.answer_gates(desk, search_id, given)


@router.post(ONE + "/authorise")
async def authorise_search(search_id: UUID, _caller: Leadership, desk: AtDesk) -> Opened:
    """Authorise a search whose gates all hold."""
    return await actions.authorise_search(desk, search_id)


@router.post(ONE + "/refuse")
async def refuse_search(
    search_id: UUID, given: Because, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Refuse a search."""
    return await actions.refuse_search(desk, search_id, given)


@router.post(ONE + "/carry-out")
async def carry_out_search(
    search_id: UUID, given: CarryOut, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Record what was looked at and found."""
    return await actions.carry_out_search(desk, search_id, given)


@router.post(ONE + "/stop")
async def stop_search(search_id: UUID, given: Stop, _caller: Leadership, desk: AtDesk) -> Opened:
    """Stop an authorised search."""
    return await actions.stop_search(desk, search_id, given)


@router.post(ONE + "/parents")
async def tell_parents(
    search_id: UUID, given: TellParents, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Record whether the parents were told."""
    return await actions.tell_parents(desk, search_id, given)


@router.post(ONE + "/review")
async def review_search(
    search_id: UUID, given: Review, _caller: Leadership, desk: AtDesk
) -> Opened:
    """Record the safeguarding lead's review."""
    return await actions.review_search(desk, search_id, given)
