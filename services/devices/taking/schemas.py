"""The shape of a device at the moment it is taken."""

from uuid import UUID

from pydantic import BaseModel

from services.devices.custody.rules import Ground, Kind, Owner, PowerState, State
from services.devices.custody.schemas import Line, Prose, Written
from services.devices.taking.rules import UsedIn


class TakeDevice(Written):
    """A device at the moment it is taken (dw2). There is no field for a PIN (G-09)."""

    pupil_id: UUID | None = None  # nobody's where the owner is refused anyway (G-10)
    owner: Owner = Owner.PUPIL
    ground: Ground
    used_in: UsedIn | None = None  # which no-use place, or a lesson (D-9.1-4, D-9.3-5)
    kind: Kind
    description: Prose
    power_state: PowerState
    place: Line
    seal_number: Line | None = None
    possible_evidence: bool = False
    link_id: UUID | None = None


class Taken(BaseModel):
    """What comes back from taking a device; `notices` counts the parents who were told."""

    device_id: UUID
    reference: str
    label_code: str
    state: State
    notices: int
