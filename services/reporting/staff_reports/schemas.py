"""What a staff form sends, what its reporter is answered, and what they see of it later."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.reporting.cases.models import Kind, RiskArea
from services.reporting.cases.schemas import FreeText, Incoming, NeededText
from services.reporting.concerns.schemas import Ring, YesNoNotSure


class MoreTold(Incoming):
    """The answer to a question that the procedure of this kind asks."""

    question: str = Field(max_length=60)
    words: FreeText


class StaffReport(Incoming):
    """A report by a member of staff: what was seen or said, in their words."""

    pupil_ids: Annotated[tuple[UUID, ...], Field(max_length=40)] = ()
    unknown_child: bool = False
    happened: NeededText
    concern_type: RiskArea
    kind: Kind
    danger_now: YesNoNotSure
    told_dsl: bool = False
    about_adult: YesNoNotSure
    subject_person_id: UUID | None = None
    place: Literal["lesson", "school", "club", "home", "elsewhere", "not_known"] | None = None
    equipment: Literal["school", "own", "other", "not_known"] | None = None
    more: Annotated[tuple[MoreTold, ...], Field(max_length=8)] = ()


class StaffReportTaken(BaseModel):
    """What a member of staff is answered."""

    report_id: UUID
    reference: str
    sent_at: datetime
    with_: list[str] = Field(serialization_alias="with")
    ring: Ring | None = None
    lado_code: str | None = None  # read out to the LADO, who has the link by mail


class MyReport(BaseModel):
    """One of my own reports, in plain states."""

    report_id: UUID
    reference: str
    sent_at: datetime
    state: Literal["received", "being_looked_at", "closed"]
    seen_at: datetime | None
    messages: int
    unread: int


class MyReports(BaseModel):
    """My own reports, newest first."""

    items: list[MyReport]
    next_cursor: str | None = None
