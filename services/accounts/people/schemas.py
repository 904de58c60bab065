"""What is answered about people."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

Search = Annotated[str, Query(max_length=80)]


class PupilFound(BaseModel):
    """A child in the answer to a search."""

    id: UUID
    display_name: str
    class_name: str
    year_group: str


class Guardian(BaseModel):
    """An adult of a child's family."""

    id: UUID
    display_name: str
    relationship: str
    is_barred: bool
    may_collect: bool
    shares_channel_with_barred: bool


class Pupil(PupilFound):
    """A child; without the right to see them, `guardians` is empty and `guardians_shown` false."""

    guardians_shown: bool
    guardians: list[Guardian]


class StaffMember(BaseModel):
    """Somebody who works at the school or governs it."""

    id: UUID
    display_name: str
    job_title: str | None


class PupilList(BaseModel):
    """At most eight children."""

    items: list[PupilFound]
    next_cursor: str | None = None


class StaffList(BaseModel):
    """Staff and governors by family name."""

    items: list[StaffMember]
    next_cursor: str | None = None


@dataclass(frozen=True)
class TrustedAdult:
    """A grown-up whom children may choose."""

    person_id: UUID
    display_name: str
    portrait: str
    weekdays: str
