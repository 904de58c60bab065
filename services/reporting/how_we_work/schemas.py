"""A procedure as staff read it before anything has happened, and who has read it."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.cases.schemas import Incoming
from services.reporting.how_we_work.rules import Box, Chart
from services.reporting.procedures.rules_definition import Procedure
from services.reporting.procedures.schemas import Library


class Shelf(BaseModel):
    """The procedures of one sort, by their ids, in the order in which staff read them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    procedures: tuple[str, ...]


@dataclass(frozen=True)
class Bookcase:
    """All procedures, and the shelves they stand on."""

    library: Library
    shelves: tuple[Shelf, ...]

    def of(self, shelf: Shelf) -> list[Procedure]:
        """Return the procedures of `shelf`."""
        return [self.library.procedures[one] for one in shelf.procedures]

    @property
    def in_order(self) -> list[Procedure]:
        """Return every procedure in the order in which staff read them."""
        return [one for shelf in self.shelves for one in self.of(shelf)]


class Outlined(BaseModel):
    """A procedure as everybody may read it: what it is for, and what nobody may do."""

    title: str
    about: str
    forbidden: list[str]


class OutlinedShelf(BaseModel):
    """Procedures of one sort, in outline."""

    name: str
    items: list[Outlined]


class Outline(BaseModel):
    """Every procedure in outline; the same for every school, and nothing of any."""

    shelves: list[OutlinedShelf]


class ToRead(BaseModel):
    """A procedure on its shelf; `has_changed` where the caller read an older version."""

    id: str
    title: str
    about: str
    version: str
    read_at: datetime | None
    has_changed: bool


class ShelfShown(BaseModel):
    """Procedures of one sort, between the steps that all of them begin and end with."""

    name: str
    opening: list[Box]
    items: list[ToRead]
    closing: list[Box]


class HowWeWork(BaseModel):
    """Every procedure of the school, and how many of them the caller has yet to read."""

    shelves: list[ShelfShown]
    to_read: int


class Ring(BaseModel):
    """A contact of the school's that this procedure needs; `text` is None where none is named."""

    key: str
    text: str | None


class ProcedureToRead(BaseModel):
    """One procedure with the version of exactly what is shown, and the caller's receipt."""

    chart: Chart
    version: str
    ring: list[Ring]
    read_at: datetime | None
    has_changed: bool


class HasRead(Incoming):
    """The version that somebody has read."""

    version: str = Field(min_length=3, max_length=40)


class ReadBy(BaseModel):
    """How far one procedure has got: how many have read it as it is now, and who has yet to."""

    id: str
    title: str
    version: str
    read: int
    not_yet: list[str]


class WhoHasRead(BaseModel):
    """Every procedure by its readers among the staff of today."""

    staff: int
    items: list[ReadBy]
