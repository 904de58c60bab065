"""What every report shares: a safe word for a card, the three answers, whom to ring."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Header
from pydantic import BaseModel, StringConstraints

# A card's or a face's name; new ones may be drawn without a release of this service.
Card = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
YesNoNotSure = Literal["yes", "no", "not_sure"]
IdempotencyKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")
]


class Ring(BaseModel):
    """Whom to ring where nobody in school may be told (section 5, last line)."""

    name: str
    phone: str


class WordsGiven(BaseModel):
    """One question and its answer, as given; a `drawing` also as its lines of points."""

    question: str
    answer: str
    drawing: str | None = None


class VersionShown(BaseModel):
    """What a reporter told before they went back and told it in other words."""

    sent_at: datetime
    words: list[WordsGiven]


class ConcernShown(BaseModel):
    """A concern as a reader sees it: the newest words, and those before, the latest first."""

    id: UUID
    source: str
    received_at: datetime
    words: list[WordsGiven]
    reporter: str | None
    versions: int
    earlier: list[VersionShown]
