"""What a child's page sends, and what the child is answered."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    StringConstraints,
    field_validator,
)
from pydantic_core import PydanticCustomError

from services.reporting.cases.schemas import FreeText, Incoming
from services.reporting.concerns.schemas import Card, Ring, YesNoNotSure
from services.shared import drawings

Cards = Annotated[tuple[Card, ...], Field(max_length=12)]


def _only_lines(drawing: str) -> str:
    if drawings.lines(drawing) is None:
        raise PydanticCustomError("no_drawing", "This is not a drawing of lines.")
    return drawing


Drawing = Annotated[str, AfterValidator(_only_lines)]


# What a class card and its three pictures opened; accounts says whose it is.
Visit = Annotated[SecretStr, Field(min_length=20, max_length=80)]


class PupilReport(Incoming):
    """A child's report; every question may have been skipped."""

    page_code: Annotated[str, StringConstraints(max_length=64)]
    lane: Literal["little", "big"]
    class_id: UUID | None = None
    safe_now: Literal["yes", "no"] | None = None
    feelings: Cards = ()
    topics: Cards = ()
    account: FreeText | None = None
    drawing: Drawing | None = None
    wants_talk: bool = False
    chosen_adult_id: UUID | None = None
    chosen_adult: Literal["named", "someone_else", "do_not_mind"] | None = None
    not_adult_ids: Annotated[tuple[UUID, ...], Field(max_length=40)] = ()
    about_adult: YesNoNotSure | None = None
    helping: Annotated[tuple[Literal["friend", "grown_up"], ...], Field(max_length=2)] = ()
    name: FreeText | None = None
    visit: Visit | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    skipped: Cards = ()

    @field_validator("safe_now", mode="before")
    @classmethod
    def _a_truth_is_an_answer(cls, answer: object) -> object:
        return (
            {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer
        )


class Adult(BaseModel):
    """A grown-up, by the name that children know."""

    display_name: str


class PupilReportTaken(BaseModel):
    """What the child is answered."""

    come_back: list[str]
    locator: str
    heard_by: list[Adult]
    promise: str
    ring: Ring | None = None


class SaidAgain(BaseModel):
    """What a child is answered who came back and asked for somebody."""

    promise: str
    ring: Ring | None = None
