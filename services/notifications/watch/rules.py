"""When the state of the queue is red; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# The name under which the one worker of a system shows that it lives.
WORKER: Final = "worker"
SILENT_AFTER: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class Watch:
    """What the queue and the worker look like."""

    held_jobs: int
    beat_at: datetime | None
    undelivered: int
    oldest_at: datetime | None


def is_red(seen: Watch, now: datetime) -> bool:
    """Say whether a person must look: a held job, or a worker silent for 30 seconds."""
    is_silent = seen.beat_at is None or now - seen.beat_at > SILENT_AFTER
    return is_silent or seen.held_jobs > 0
