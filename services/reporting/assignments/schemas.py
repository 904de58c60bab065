"""What is asked of a colleague because of a case, and what they answer."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.reporting.assignments.models import AssignmentKind
from services.reporting.assignments.rules import Standing
from services.reporting.cases.schemas import Incoming, NeededText, VersionSeen


class AssignmentWanted(Incoming):
    """What is asked, of whom, by which day."""

    words: NeededText
    asked_id: UUID
    due_on: date


class AssignmentGiven(VersionSeen):
    """One assignment of a case: advice for it, or an item of the action plan."""

    kind: AssignmentKind
    words: NeededText
    asked_id: UUID
    due_on: date


class AnswerWritten(Incoming):
    """What came of it."""

    words: NeededText = Field(max_length=10_000)


class AssignmentShown(BaseModel):
    """One assignment; the case is named to whoever reads it and to nobody else."""

    id: UUID
    kind: str
    words: str
    asked: str
    is_mine: bool
    asked_by: str
    at: datetime
    due_on: date
    standing: Standing
    case_id: UUID | None
    reference: str | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


class Assignments(BaseModel):
    """One page of assignments; `today` is the school's day."""

    today: date
    items: list[AssignmentShown]
    next_cursor: str | None
