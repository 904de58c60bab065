"""Alerts: somebody must look, and who is asked next if nobody does."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import TableBase
from services.shared.database import moment


class Urgency(StrEnum):
    """How soon somebody must answer, as reporting says."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Alert(TableBase):
    """One concern that somebody must look at; open until `answered_at`.

    A child who tells more after that raises another one.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index(None, "concern_id", "raised_at"),
        Index(None, "case_id"),
        Index(None, "next_rung_at"),
        Index(None, "school_id", "about_id", "raised_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID]
    concern_id: Mapped[UUID]
    urgency: Mapped[str]
    raised_at: Mapped[datetime] = moment()
    # by when a critical alert ought to be answered (rules-and-procedures.md 1: "now")
    target_at: Mapped[datetime | None] = moment(nullable=True)
    # how often the ladder began anew because nobody on it had answered
    round: Mapped[int] = mapped_column(server_default="0")
    next_rung_at: Mapped[datetime | None] = moment(nullable=True)
    answered_at: Mapped[datetime | None] = moment(nullable=True)
    answered_by: Mapped[UUID | None]
    # the same for alerts about the same, as reporting says
    about_id: Mapped[UUID | None]


class Folded(TableBase):
    """A concern that raised no alert of its own: several about the same had just been raised."""

    __tablename__ = "folded"
    __table_args__ = (Index(None, "alert_id"), Index(None, "case_id"))

    concern_id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID]
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("notifications.alert.id"))
    at: Mapped[datetime] = moment()


class Rung(TableBase):
    """The ladder moved on: this person was asked next (G-11)."""

    __tablename__ = "rung"
    __table_args__ = (UniqueConstraint("alert_id", "person_id", "round"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("notifications.alert.id"))
    person_id: Mapped[UUID]
    role: Mapped[str]
    round: Mapped[int] = mapped_column(server_default="0")
    climbed_at: Mapped[datetime] = moment()


class CaseAnswer(TableBase):
    """The last time a case was acknowledged or closed, by the number of the job that said so."""

    __tablename__ = "case_answer"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    job_id: Mapped[int]
    person_id: Mapped[UUID | None]
    answered_at: Mapped[datetime] = moment()
