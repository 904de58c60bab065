"""The shapes of custody over HTTP; read shapes are made for the page that shows them."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.devices.custody.rules import Custody, State

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=1000)]


class Written(BaseModel):
    """Something a person wrote; `confirmed_no_code` answers the question "is this a code?"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confirmed_no_code: bool = False


class Confirm(Written):
    """Somebody who may confiscate stands behind the taking; late needs a reason (G-16)."""

    reason: Prose | None = None


class Store(Written):
    """Put into a place of the school."""

    place: Line
    seal_number: Line | None = None


class HandOver(Written):
    """Given from one member of staff to another; both sign by typing their names (D-9.3-8)."""

    to_person_id: UUID
    giver_signed_name: Name
    receiver_signed_name: Name
    reason: Prose | None = None


class Hold(Written):
    """Kept for the police as possible evidence (G-05)."""

    reason: Prose


class LiftHold(Written):
    """The police need it no longer: why, and their reference."""

    reason: Prose
    police_reference: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)
    ]


class LinkCase(BaseModel):
    """The opaque link of the case to which the device now belongs."""

    model_config = ConfigDict(extra="forbid")

    link_id: UUID


class Stands(BaseModel):
    """Where a device stands after an act."""

    device_id: UUID
    state: State
    seq: int

    @classmethod
    def of(cls, device_id: UUID, custody: Custody) -> Self:
        """Return the answer for a device that stands as `custody`."""
        return cls(device_id=device_id, state=custody.state, seq=custody.seq)
