"""Whether a school may open, as its page shows it."""

from datetime import datetime

from pydantic import BaseModel


class CheckShown(BaseModel):
    """One thing that must stand; `why_not` is a sentence, or None where it does."""

    what: str
    why_not: str | None


class Opening(BaseModel):
    """What was looked at, and since when the school is open."""

    opened_at: datetime | None
    items: list[CheckShown]
    next_cursor: None = None
