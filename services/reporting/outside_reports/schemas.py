"""What the form for adults outside the school sends, and what they are answered."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

from services.reporting.cases.schemas import FreeText, Incoming, NeededText
from services.reporting.concerns.schemas import Ring, YesNoNotSure

Teller = Literal[
    "parent",
    "pupil_family",
    "visitor",
    "volunteer",
    "governor",
    "contractor",
    "community",
    "neighbour",
    "other",
]
Topic = Literal["stranger", "image", "content", "unkind", "money", "adult", "something_else"]


class OutsideReport(Incoming):
    """A report by an adult without an account; only what happened must be written."""

    page_code: Annotated[str, StringConstraints(max_length=64)]
    teller: Teller
    topic: Topic
    happened: NeededText
    child: FreeText | None = None
    danger_now: YesNoNotSure
    about_adult: YesNoNotSure
    adult: FreeText | None = None
    name: FreeText | None = None
    reach: FreeText | None = None


class OutsideReportTaken(BaseModel):
    """What they are answered: a reference to name when they ring, and whom to ring if nobody."""

    reference: str
    sent_at: datetime
    is_heard: bool
    ring: Ring | None = None
