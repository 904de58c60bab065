"""Ask notifications: what calls for this person, and what reached whom."""

from collections.abc import Mapping, Sequence
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
    target_at: datetime | None = None
    more: int = 0


class Delivery(Answer):
    """One message to one person by one channel, and what became of it."""

    display_name: str
    purpose: str = "alert"
    round: int = 0
    by_ladder: bool = False
    channel: str
    state: str
    reason: str | None = None
    queued_at: datetime
    accepted_at: datetime | None = None
    opened_at: datetime | None = None


class Answered(Answer):
    """Who answered a case's alerts last, and when."""

    display_name: str | None = None
    answered_at: datetime


class Ledger(Answer):
    """Who was told about a case."""

    items: tuple[Delivery, ...]
    answer: Answered | None = None
    next_cursor: str | None = None


class ToRing(Answer):
    """Somebody who can answer an alert."""

    display_name: str
    role: str
    phone: str | None = None
    duty_phone: str | None = None
    is_away: bool = False


class Phones(Answer):
    """Whom to ring about an alert that nobody has answered."""

    case_id: UUID
    raised_at: datetime
    target_at: datetime | None = None
    people: tuple[ToRing, ...]


class Wishes(Answer):
    """When a person wants no mail about what can wait, and how else they want to be told."""

    quiet_in_class: bool = False
    quiet_evenings: bool = False
    texts_urgent: bool = False
    no_digest: bool = False
    can_wait: str = "mail"
    sends_texts: bool = False


class Unreached(Answer):
    """Somebody who must hear of alerts and whom no mail reaches."""

    display_name: str
    roles: tuple[str, ...] = ()
    has_address: bool = False


class Channel(Answer):
    """Whether the provider of one channel takes what we send."""

    channel: str
    is_failing: bool
    reason: str | None = None
    since: datetime


class Sending(Answer):
    """Whether messages leave."""

    held_jobs: int
    is_worker_silent: bool
    worker_beat_at: datetime | None = None
    undelivered: int
    oldest_undelivered_at: datetime | None = None
    channels: tuple[Channel, ...] = ()
    unreached: tuple[Unreached, ...] = ()
    sends_texts: bool = False


@dataclass(frozen=True)
class Notifications:
    """Notifications, as one caller sees it."""

    door: Door

    async def sending(self) -> Sending:
        """Return whether messages leave, for leadership."""
        return Sending.model_validate(await self.door.get("/sending"))

    async def alerts(self) -> Sequence[Alert]:
        """Return this person's alerts that wait for an answer."""
        return [Alert.model_validate(one) for one in (await self.door.get("/alerts"))["items"]]

    async def deliveries(self, case_id: UUID, cursor: str | None = None) -> Ledger:
        """Return who was told about a case, for its readers."""
        params = {"cursor": cursor} if cursor else None
        return Ledger.model_validate(await self.door.get(f"/deliveries/{case_id}", params))

    async def phones(self, alert_id: UUID) -> Phones:
        """Return whom to ring about an alert."""
        return Phones.model_validate(await self.door.get(f"/alerts/{alert_id}/phones"))

    async def wishes(self) -> Wishes:
        """Return this person's wishes about messages."""
        return Wishes.model_validate(await self.door.get("/preferences"))

    async def keep_wishes(self, wanted: Mapping[str, bool | str]) -> None:
        """Keep this person's wishes about messages."""
        await self.door.post("/preferences", wanted)
