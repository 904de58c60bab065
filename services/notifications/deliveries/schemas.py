"""The ledger of deliveries as the API shows it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.notifications.deliveries.models import Channel, Delivery, Purpose, Reason, State


class LedgerLine(BaseModel):
    """One message to one person, and what became of it."""

    person_id: UUID
    display_name: str
    purpose: Purpose
    # 0 is the first message; a ladder that began anew asks once more in each round
    round: int
    by_ladder: bool
    channel: Channel
    state: State
    reason: Reason | None
    attempts: int
    queued_at: datetime
    accepted_at: datetime | None
    opened_at: datetime | None


class AnswerLine(BaseModel):
    """Who answered the alerts of the case last; no name where it was closed without that."""

    display_name: str | None
    answered_at: datetime


class Ledger(BaseModel):
    """Who was told of a case, the first one first, and who answered."""

    items: list[LedgerLine]
    answer: AnswerLine | None = None
    next_cursor: str | None = None


def line_of(row: Delivery, names: Mapping[UUID, str]) -> LedgerLine:
    """Return a delivery as a line of the ledger; somebody who left long ago has no name."""
    return LedgerLine(
        person_id=row.person_id,
        display_name=names.get(row.person_id, "Somebody who has left"),
        purpose=Purpose(row.purpose),
        round=row.reminder,
        by_ladder=row.by_ladder,
        channel=Channel(row.channel),
        state=State(row.state),
        reason=Reason(row.reason) if row.reason else None,
        attempts=row.attempts,
        queued_at=row.queued_at,
        accepted_at=row.accepted_at,
        opened_at=row.opened_at,
    )
