"""The shape of the page of one device."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from services.devices.boards.schemas import PupilView
from services.devices.custody.rules import Ground, Kind, PowerState, State


class EventView(BaseModel):
    """One row of the time line."""

    seq: int
    at: datetime
    act: str
    by: str
    to: str | None
    place: str | None
    seal_number: str | None
    notes: list[tuple[str, str]]


class GuardianView(BaseModel):
    """One adult of the child; `why_not` says why the device may not go to them."""

    id: UUID
    display_name: str
    relationship: str
    why_not: str | None


class CollectorView(BaseModel):
    """Somebody whom a parent named in writing; `why_not` as for the parent who named them."""

    id: UUID
    display_name: str
    relationship: str
    named_by: str
    written_on: date
    why_not: str | None


class May(BaseModel):
    """What may be done next: None where it may, otherwise the sentence why not."""

    confirm: str | None
    store: str | None
    hand_over: str | None
    hold: str | None
    lift: str | None
    link: str | None
    give_back: str | None
    keep_longer: str | None
    search: str | None
    hand_to_police: str | None
    back_from_police: str | None
    tell_parent: str | None
    read_codes: str | None


class DevicePage(BaseModel):
    """Everything the page of one device shows."""

    device_id: UUID
    reference: str
    label_code: str
    kind: Kind
    description: str
    ground: Ground | None
    legal_basis: str
    power_state: PowerState
    seal_number: str | None
    state: State
    seq: int
    is_confirmed: bool
    is_linked: bool
    pupil: PupilView
    whereabouts: str
    taken_at: datetime
    taken_by: str
    due_at: datetime
    is_overdue: bool
    time_zone: str
    events: list[EventView]
    guardians: list[GuardianView]
    collectors: list[CollectorView]
    is_drawn: bool
    may: May
