"""The shapes of lists of devices; each is made for the page that shows it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.devices.custody.rules import Kind, State


class PupilView(BaseModel):
    """The child a device belongs to."""

    id: UUID
    display_name: str
    class_name: str | None


class DeviceRow(BaseModel):
    """One device in a list."""

    device_id: UUID
    reference: str
    kind: Kind
    state: State
    pupil: PupilView
    whereabouts: str
    taken_at: datetime
    taken_by: str
    due_at: datetime
    is_overdue: bool
    is_due_today: bool
    is_raised: bool  # used in a no-use place (D-9.1-4)
    needs_confirmation: bool


class Counts(BaseModel):
    """How many devices the school holds now, among those the caller may see."""

    held: int
    due_today: int
    overdue: int
    to_confirm: int
    evidence: int


class DeviceList(BaseModel):
    """One page of devices, soonest due first."""

    items: list[DeviceRow]
    next_cursor: str | None
    counts: Counts


class Found(BaseModel):
    """The device that a label belongs to."""

    device_id: UUID
