"""The inbox, as one reader sees it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class InboxRow(BaseModel):
    """One case that waits."""

    case_id: UUID
    reference: str
    severity: str
    danger: bool
    state: str
    kind: str
    risk_area: str
    source: str
    pupils: list[str]
    waiting_since: datetime
    owner: str | None
    is_mine: bool


class Counts(BaseModel):
    """How many cases the caller reads; counting stops at 500, which means 500 or more."""

    new: int
    mine: int
    open: int


class Inbox(BaseModel):
    """What waits for the caller: danger first, then whoever has waited longest."""

    items: list[InboxRow]
    next_cursor: str | None
    counts: Counts
