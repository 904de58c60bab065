"""What is asked and answered about tokens."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.accounts.tokens.rules import Audience


class Ask(BaseModel):
    """Which service the caller wants to speak to."""

    model_config = ConfigDict(extra="forbid")

    audience: Audience


class Token(BaseModel):
    """A signed token and its last moment."""

    token: str
    expires_at: datetime


class PageSchool(BaseModel):
    """The school that a page belongs to, with what it says of itself to everybody."""

    id: UUID
    name: str
    short_name: str
    vision: str
    values: list[str]
    address: str
    email: str
    phone: str
    policy: str
    complaints: str
    policy_facts: dict[str, str]


class PageClass(BaseModel):
    """The class that a child's page belongs to."""

    id: UUID
    name: str


class PageAdult(BaseModel):
    """A grown-up whom a child may choose, or who leads on keeping children safe."""

    person_id: UUID
    display_name: str
    portrait: str
    weekdays: str


class PupilPage(BaseModel):
    """What a poster's letters open, with the anonymous token of that school."""

    model_config = ConfigDict(populate_by_name=True)

    code: str
    school: PageSchool
    in_class: PageClass | None = Field(serialization_alias="class")
    lane: str | None
    adults: list[PageAdult]
    leads: list[PageAdult]
    away: str
    token: str
    expires_at: datetime
