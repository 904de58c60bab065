"""The state of the queue as /health shows it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel


class ChannelState(BaseModel):
    """Whether the provider of one channel takes what we send; failing `since` a moment (UTC)."""

    channel: str
    is_failing: bool
    reason: str | None
    since: datetime


class Unreached(BaseModel):
    """Somebody who answers alerts without a confirmed mailbox; one may wait for them."""

    display_name: str
    roles: list[str]
    has_address: bool


class SendingState(BaseModel):
    """What leadership sees of sending: counts and times over the whole system.

    `unreached` alone is of the caller's school: whom an alert reaches in Lantern and nowhere else.
    """

    held_jobs: int
    is_worker_silent: bool
    worker_beat_at: datetime | None
    undelivered: int
    oldest_undelivered_at: datetime | None
    channels: list[ChannelState]
    unreached: list[Unreached]
    sends_texts: bool


class QueueState(BaseModel):
    """Red where a person must look."""

    service: Literal["notifications"] = "notifications"
    state: Literal["ready", "red"]
    held_jobs: int
    worker_beat_at: datetime | None
    undelivered: int
    oldest_undelivered_at: datetime | None
