"""Ask reporting for the week of one reader."""

from datetime import date, datetime
from uuid import UUID

from frontend.clients.answers import Answer


class StaleCase(Answer):
    """An open case in which nothing happened for a while."""

    case_id: UUID
    reference: str
    severity: str
    state: str
    owner: str | None = None
    last_on: date
    quiet_days: int


class Overview(Answer):
    """The counts of a week, and what nobody has touched."""

    from_at: datetime
    opened: int
    closed: int
    open: int
    critical: int
    unowned: int
    overdue: int
    stale: tuple[StaleCase, ...] = ()
    stale_after_days: int
