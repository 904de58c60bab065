"""What is said when cases are joined or split, and how they are shown."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from services.reporting.cases.schemas import NeededText, VersionSeen
from services.reporting.chronology.schemas import Line
from services.reporting.concerns.schemas import ConcernShown

Reference = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=1, max_length=20)
]


class Joining(VersionSeen):
    """The case that this one becomes a part of, and why."""

    reference: Reference
    reason: NeededText


class Splitting(VersionSeen):
    """The part that becomes a case of its own again, and why."""

    joined_id: UUID
    reason: NeededText


class CaseNamed(BaseModel):
    """Another case, for whoever reads it."""

    case_id: UUID
    reference: str


class PartShown(CaseNamed):
    """A case that is a part of this one: its words and its own time line."""

    state: str
    concerns: list[ConcernShown]
    chronology: list[Line]
