"""What is asked and answered about who is away."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Header
from pydantic import BaseModel, ConfigDict

RequestKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")
]


class MarkAway(BaseModel):
    """Who is away, and the first and last day of it."""

    model_config = ConfigDict(extra="forbid")

    person_id: UUID
    first_on: date
    last_on: date


class KnownAbsence(BaseModel):
    """Somebody who is or will be away; `roles` are those in which others are asked."""

    id: UUID
    person_id: UUID
    display_name: str
    roles: list[str]
    away_from: datetime
    away_until: datetime


class AbsenceList(BaseModel):
    """Who is or will be away, the first to return first."""

    items: list[KnownAbsence]
    next_cursor: str | None = None
