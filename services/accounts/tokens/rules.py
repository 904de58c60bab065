"""Which service may be asked for, and how long a token lives: pure."""

from datetime import datetime, timedelta
from enum import StrEnum


class Audience(StrEnum):
    """A service that takes tokens."""

    ACCOUNTS = "accounts"
    REPORTING = "reporting"
    NOTIFICATIONS = "notifications"
    DEVICES = "devices"


def lifetime(longest_seconds: int, ends_at: datetime, now: datetime) -> int:
    """Return how many seconds a token may live: never beyond the session's last moment."""
    left = int((ends_at - now) / timedelta(seconds=1))
    return max(1, min(longest_seconds, left))
