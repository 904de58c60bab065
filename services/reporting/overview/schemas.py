"""The week of one reader: how much came and went, and what nobody has touched."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel


class StaleCase(BaseModel):
    """An open case in which nothing happened for a while."""

    case_id: UUID
    reference: str
    severity: str
    state: str
    owner: str | None
    last_on: date
    quiet_days: int


class Overview(BaseModel):
    """Counts over the cases that the reader reads; the week began at `from_at` (UTC)."""

    from_at: datetime
    opened: int
    closed: int
    open: int
    critical: int
    unowned: int
    overdue: int
    stale: list[StaleCase]
    stale_after_days: int
