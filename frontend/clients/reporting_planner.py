"""What waits to be done, as reporting shapes it for the planner."""

from datetime import date, datetime
from uuid import UUID

from frontend.clients.answers import Answer


class Planned(Answer):
    """One thing that waits in a case: what, by whom, by when, how soon."""

    case_id: UUID
    reference: str
    severity: str = ""
    is_mine: bool = False
    what: str
    kind: str = ""
    by: str = ""
    due_at: datetime | None = None
    when: str = ""


class Planner(Answer):
    """What waits in the cases that this person reads, most pressing first."""

    today: date
    items: tuple[Planned, ...] = ()
    next_cursor: str | None = None
