"""A line of the chronology, as a reader sees it."""

from datetime import datetime

from pydantic import BaseModel


class Line(BaseModel):
    """One happening: when, what, by whom, and what was written then."""

    at: datetime
    kind: str
    actor: str | None
    text: str
