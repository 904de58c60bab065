"""What a colleague is asked to do because of a case, told without names; rows are only added."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class AssignmentKind(StrEnum):
    """What is asked for."""

    ADVICE = "advice"  # a technician's, about the technical part alone (D-4.4-1)
    ACTION = "action"  # an item of the action plan: what has to change because of the case


class Assignment(TableBase):
    """Something a named colleague is asked to do by a day.

    Sealed with a key of its own: whoever is asked reads this and nothing of the case.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "school_id", "asked_id"),
        Index(None, "school_id", "kind", "due_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    kind: Mapped[str]
    asked_id: Mapped[UUID]
    due_on: Mapped[date]
    asked_by: Mapped[UUID]
    at: Mapped[datetime] = moment()
    key_id: Mapped[UUID]
    wrapped: Mapped[bytes]
    words: Mapped[bytes]


class AssignmentAnswer(TableBase):
    """What came of an assignment; there is one, by whoever was asked or a reader of the case."""

    __tablename__ = "assignment_answer"
    __table_args__ = (Index(None, "case_id"),)

    assignment_id: Mapped[UUID] = mapped_column(
        ForeignKey("reporting.assignment.id"), primary_key=True
    )
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    asked_id: Mapped[UUID]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = moment()
    words: Mapped[bytes]
