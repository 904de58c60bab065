"""What is asked and answered about class cards."""

from dataclasses import dataclass, field
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Header
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

RequestKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")
]
Picture = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")]
ThreePictures = Annotated[tuple[Picture, ...], Field(min_length=3, max_length=3)]


class ClassWithCards(BaseModel):
    """A class for which the caller may print cards."""

    id: UUID
    name: str


class ClassList(BaseModel):
    """The classes for which the caller may print cards, by name."""

    items: list[ClassWithCards]


class PupilWithCard(BaseModel):
    """A pupil of a class: whether a good card is out, and whether pictures were chosen."""

    pupil_id: UUID
    display_name: str
    has_card: bool
    has_pictures: bool


class ClassCards(BaseModel):
    """One class and its pupils, by family name."""

    id: UUID
    name: str
    items: list[PupilWithCard]


class PrintCards(BaseModel):
    """For whom to print; nobody named means everybody of the class without a good card."""

    model_config = ConfigDict(extra="forbid")

    pupil_ids: Annotated[tuple[UUID, ...], Field(max_length=60)] = ()


class CardShown(BaseModel):
    """A card, and the three pictures once they were tapped; `choose` keeps them as the own ones."""

    model_config = ConfigDict(extra="forbid")

    card: Annotated[SecretStr, Field(min_length=8, max_length=80)]
    pictures: ThreePictures | None = None
    choose: bool = False


class CardAnswer(BaseModel):
    """What to do next (`choose` or `tap` three pictures), or the visit that was opened.

    `page_code` is the page of the pupil's class. `visit` is told once and names the pupil to
    reporting for an hour; `given_name` is told with it alone.
    """

    state: Literal["choose", "tap", "open"]
    page_code: str
    visit: str | None = None
    given_name: str | None = None


@dataclass(frozen=True)
class PrintedCard:
    """What one card says; `secret` is on the paper and nowhere else."""

    display_name: str
    class_name: str
    school: str
    secret: str = field(repr=False)
