"""What is asked and answered about the school's tablets."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Header
from pydantic import BaseModel, ConfigDict, StringConstraints

RequestKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")
]


class Enrol(BaseModel):
    """What the office calls a tablet."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Enrolled(BaseModel):
    """A new tablet; `secret` is told once."""

    id: UUID
    name: str
    secret: str


class KnownTablet(BaseModel):
    """A tablet of the school, and when somebody last used it."""

    id: UUID
    name: str
    enrolled_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class TabletList(BaseModel):
    """The school's tablets, the newest first."""

    items: list[KnownTablet]
    next_cursor: str | None = None
