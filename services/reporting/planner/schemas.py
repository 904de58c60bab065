"""What waits to be done, over all cases that somebody reads."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from services.reporting.planner.rules import When


class PlannedShown(BaseModel):
    """One thing to do: in which case, what, by whom, by when."""

    case_id: UUID
    reference: str
    severity: str
    is_mine: bool
    what: str
    kind: str
    by: str
    due_at: datetime | None
    when: When


class Planner(BaseModel):
    """The plan, most pressing first; `today` is the school's day."""

    today: date
    items: list[PlannedShown]
    next_cursor: str | None
