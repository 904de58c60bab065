"""Ask notifications: what calls for this person, and what reached whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class Alert(Answer):
    """Something that this person has not answered yet; it says nothing of what it is about."""

    alert_id: UUID
    case_id: UUID | None = None
    urgency: str = "medium"
    raised_at: datetime


class Delivery(Answer):
    """One message to one person by one channel, and what became of it."""

    person: str = ""
    channel: str
    state: str
    attempted_at: datetime | None = None


@dataclass(frozen=True)
class Notifications:
    """Notifications, as one caller sees it."""

    door: Door

    async def alerts(self) -> Sequence[Alert]:
        """Return this person's alerts that wait for an answer."""
        return [Alert.model_validate(one) for one in (await self.door.get("/alerts"))["items"]]

    async def deliveries(self, case_id: UUID) -> Sequence[Delivery]:
        """Return who was told about a case, for its readers."""
        answer = await self.door.get(f"/deliveries/{case_id}")
        return [Delivery.model_validate(one) for one in answer["items"]]
