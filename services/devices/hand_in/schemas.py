"""The shapes of the daily hand-in over HTTP; each list is made for the page that shows it."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.devices.custody.schemas import Prose, Written
from services.devices.hand_in.rules import Arrival, PermissionKind, Stand


class TapIn(BaseModel):
    """One tap; `after` is the number of taps that the page had seen for this child and day."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, le=999)]


class TapOut(TapIn):
    """One tap that gives a device back; `on_date` is the day on which it came in."""

    on_date: date | None = None


class ClassView(BaseModel):
    """A class that the caller may open."""

    id: UUID
    name: str
    is_mine: bool


class PupilRow(BaseModel):
    """One child of the class; `why_not` says why their device cannot come in."""

    pupil_id: UUID
    display_name: str
    number: int
    stand: Stand
    tray: int | None
    seq: int
    handed_in_at: datetime | None
    is_late: bool
    why_not: str | None


class HandInCounts(BaseModel):
    """How many devices of the class are here now, went back, came late, were left over."""

    here: int
    given_back: int
    late: int
    not_collected: int

    @classmethod
    def of(cls, rows: list[PupilRow]) -> Self:
        """Return the counts of a class's list."""
        stands = [one.stand for one in rows]
        return cls(
            here=stands.count(Stand.HANDED_IN),
            given_back=stands.count(Stand.GIVEN_BACK),
            late=sum(one.is_late for one in rows),
            not_collected=stands.count(Stand.NOT_COLLECTED),
        )


class HandInPage(BaseModel):
    """One class's list of today, or the classes to choose from."""

    arrival: Arrival
    arrival_words: str
    on_date: date
    classes: list[ClassView]
    chosen: ClassView | None
    items: list[PupilRow]
    counts: HandInCounts
    next_cursor: None = None


class Tapped(BaseModel):
    """Where a child's device stands after a tap."""

    pupil_id: UUID
    on_date: date
    seq: int
    is_in: bool
    tray: int


class LeftOver(BaseModel):
    """A device that was handed in and not collected: it is the office's now."""

    pupil_id: UUID
    display_name: str
    class_name: str | None
    on_date: date
    tray: int
    seq: int


class LeftOverList(BaseModel):
    """What was not collected, oldest first."""

    items: list[LeftOver]
    next_cursor: None = None


class NewPermission(Written):
    """A parent's written request, or an adjustment that a child needs; `words` say what it says."""

    pupil_id: UUID
    kind: PermissionKind
    guardian_id: UUID | None = None
    written_on: date
    ends_on: date | None = None
    words: Prose


class PermissionView(BaseModel):
    """One entry of the two registers that counts today."""

    id: UUID
    pupil_id: UUID
    display_name: str
    class_name: str | None
    kind: PermissionKind
    guardian: str | None
    written_on: date
    ends_on: date | None
    words: str
    recorded_by: str


class PermissionList(BaseModel):
    """Who may bring a device today; there are few, so the list has one page."""

    items: list[PermissionView]
    next_cursor: None = None
