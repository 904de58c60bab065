"""The shape of somebody whom a parent names in writing."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.devices.custody.schemas import Name


class NewCollector(BaseModel):
    """A parent's written word: who collects, who they are to the child, and its date."""

    model_config = ConfigDict(extra="forbid")

    display_name: Name
    relationship: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)
    ]
    named_by: UUID
    written_on: date


class Recorded(BaseModel):
    """The person that may now collect this one device."""

    collector_id: UUID
    display_name: str
