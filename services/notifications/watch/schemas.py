"""The state of the queue as /health shows it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel


class QueueState(BaseModel):
    """Red where a person must look."""

    service: Literal["notifications"] = "notifications"
    state: Literal["ready", "red"]
    held_jobs: int
    worker_beat_at: datetime | None
    undelivered: int
    oldest_undelivered_at: datetime | None
