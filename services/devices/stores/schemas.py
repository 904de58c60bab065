"""The shape of a storage place and of its counts over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.devices.stores.rules import PlaceKind

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=1000)]


class NewPlace(BaseModel):
    """A place that the office adds; `capacity` is how many devices go in."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    kind: PlaceKind = PlaceKind.CUPBOARD
    capacity: Annotated[int, Field(ge=1, le=500)] = 40


class Counted(BaseModel):
    """How many devices somebody found in a place."""

    model_config = ConfigDict(extra="forbid")

    found: Annotated[int, Field(ge=0, le=999)]
    reason: Reason | None = None


class CountView(BaseModel):
    """One count: `difference` is found less expected, 0 where it reconciles."""

    counted_at: datetime
    counted_by: str
    expected: int
    found: int
    difference: int
    reason: str | None


class PlaceView(BaseModel):
    """A place, and how many devices are in it now."""

    place_id: UUID
    name: str
    kind: PlaceKind
    capacity: int
    holds: int
    counted_at: datetime | None
    difference: int | None


class PlaceList(BaseModel):
    """All places of the school; there are few, so the list has one page."""

    items: list[PlaceView]
    next_cursor: None = None


class StoredDevice(BaseModel):
    """One device that should lie in the place; its label carries the reference."""

    device_id: UUID
    reference: str
    kind: str
    state: str


class PlacePage(BaseModel):
    """One place with what should lie in it, and its newest counts."""

    place: PlaceView
    devices: list[StoredDevice]
    counts: list[CountView]
