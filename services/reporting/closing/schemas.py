"""What is said at a closing, and what was counted then."""

from pydantic import BaseModel, Field

from services.reporting.assignments.schemas import AssignmentWanted
from services.reporting.cases.schemas import FreeText, NeededText, VersionSeen


class Closing(VersionSeen):
    """Why the case can be closed; the LADO's agreement where nobody else can sign it.

    `actions` are the lessons: each becomes an item of the action plan.
    """

    reason: NeededText
    lado_agreement: FreeText = ""
    actions: tuple[AssignmentWanted, ...] = Field(default=(), max_length=10)


class FidelityShown(BaseModel):
    """How well the procedure was followed, counted at the closing."""

    required: int
    in_time: int
    late: int
    skipped: int
    not_needed: int
