"""The ledger of deliveries as the API shows it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.notifications.deliveries.models import Channel, Reason, State


class LedgerLine(BaseModel):
    """One message to one person, and whether it arrived."""

    person_id: UUID
    display_name: str
    channel: Channel
    state: State
    reason: Reason | None
    attempts: int
    queued_at: datetime
    accepted_at: datetime | None


class Ledger(BaseModel):
    """Who was told of a case, the first one first."""

    items: list[LedgerLine]
    next_cursor: None = None
