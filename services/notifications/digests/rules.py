"""Which week's digest it is, and who gets it; pure."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid5

# Leadership; each then sees the cases that they read themselves, and no other.
A_WEEK: Final = timedelta(days=7)
READERS: Final = frozenset({"head", "dsl", "ddsl", "slt", "chair"})


def digest_of(school_id: UUID, week_on: date) -> UUID:
    """Return the id of a school's digest for the week of the Monday `week_on`, always the same."""
    return uuid5(school_id, f"digest {week_on.isoformat()}")
