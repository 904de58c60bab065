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
    return is_silent(seen, now) or seen.held_jobs > 0


def is_silent(seen: Watch, now: datetime) -> bool:
    """Say whether the worker has given no sign of life for 30 seconds."""
    return seen.beat_at is None or now - seen.beat_at > SILENT_AFTER
