"""Numbers outside the school as the API takes and shows them."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Header
from pydantic import BaseModel, ConfigDict, Field

from services.accounts.outside_numbers.models import How

RequestKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")
]


class Who(StrEnum):
    """Whom staff may have to ring; 999 and 101 are fixed and need nobody (G-33)."""

    LADO = "lado"
    FRONT_DOOR = "front_door"
    FRONT_DOOR_OUT_OF_HOURS = "front_door_out_of_hours"
    POLICE = "police"
    SAFEGUARDING_ADVICE = "safeguarding_advice"


class CheckNumber(BaseModel):
    """A number, whose it is, and when and how the caller checked it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(max_length=200)
    phone: str = Field(max_length=200)
    owner: str = Field(max_length=200)
    # where the system writes to the LADO by itself (ADR 30); nobody else has one here
    email: str = Field(default="", max_length=254)
    checked_on: date
    how: How


class NumberShown(BaseModel):
    """One number; `is_verified` while it is known, owned and checked within a year."""

    who: Who
    name: str
    phone: str
    owner: str
    email: str
    checked_on: date | None
    checked_by: str | None
    how: How | None
    is_verified: bool


class NumberList(BaseModel):
    """The numbers outside the school, in the order in which they are shown."""

    items: list[NumberShown]
    next_cursor: None = None
