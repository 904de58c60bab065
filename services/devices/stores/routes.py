"""Storage places and their counts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header

from services.devices.keys.actions import AtDesk
from services.devices.stores import actions, queries
from services.devices.stores.rules import APlace
from services.devices.stores.schemas import Counted, NewPlace, PlaceList, PlacePage
from services.shared.callers import Office, SchoolStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/places", tags=["stores"])

RequestKey = Annotated[UUID, Header(alias="Idempotency-Key")]


@router.get("")
async def list_places(caller: SchoolStaff, transaction: Transaction) -> PlaceList:
    """List where this school keeps devices, with what is in each place."""
    await actions.make_sure_of_places(transaction, caller)
    return PlaceList(items=await queries.holdings_at(transaction, caller.school_id))


@router.post("", status_code=201)
async def add_place(new: NewPlace, caller: Office, transaction: Transaction) -> PlaceList:
    """Add a place and list them all."""
    await actions.make_sure_of_places(transaction, caller)
    await actions.add_place(transaction, APlace(new.name, new.kind, new.capacity), by=caller)
    return PlaceList(items=await queries.holdings_at(transaction, caller.school_id))


@router.get("/{place_id}")
async def show_place(place_id: UUID, _caller: Office, desk: AtDesk) -> PlacePage:
    """Show one place, what should lie in it and its newest counts."""
    return await queries.page_of(desk, place_id)


@router.post("/{place_id}/counts", status_code=201)
async def count_place(
    place_id: UUID, given: Counted, key: RequestKey, _caller: Office, desk: AtDesk
) -> PlacePage:
    """Write down a count of one place."""
    return await actions.count_place(desk, place_id, given, request_key=key)
