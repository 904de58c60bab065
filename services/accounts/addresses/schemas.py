"""What is asked and answered about a person's own addresses, and about the duty phone."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Header
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

RequestKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")
]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)]


class Way(StrEnum):
    """How somebody is reached."""

    EMAIL = "email"
    PHONE = "phone"


class GiveAddress(BaseModel):
    """An address of the caller's own, and the password with which they sign in."""

    model_config = ConfigDict(extra="forbid")

    address: Address
    password: Annotated[SecretStr, Field(max_length=2000)]


class OwnAddress(BaseModel):
    """One way to the caller: what is used, since when it is known to work, and what waits."""

    channel: Way
    address: str | None = None
    verified_at: datetime | None = None
    waiting: str | None = None
    waiting_until: datetime | None = None


class OwnAddresses(BaseModel):
    """How the caller is reached."""

    items: list[OwnAddress]
    next_cursor: None = None


class Confirmed(BaseModel):
    """The way that messages take from now on."""

    channel: Way
    confirmed_at: datetime


class GiveDutyPhone(BaseModel):
    """The number of the duty phone, who carries it, and when it was last rung."""

    model_config = ConfigDict(extra="forbid")

    number: Address
    carrier_id: UUID
    checked_on: date


class Carrier(BaseModel):
    """Somebody who may carry the duty phone: an urgent alert can be theirs to answer."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    display_name: str
    job_title: str | None


class DutyPhoneShown(BaseModel):
    """The duty phone and who may carry it; every other field is empty where there is none."""

    number: str | None = None
    carrier_id: UUID | None = None
    carrier_name: str | None = None
    owner_name: str | None = None
    checked_on: date | None = None
    is_due: bool = False
    carriers: list[Carrier]
