"""Which procedure a case runs, what was answered, and what was done; rows are only ever added."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment

_OF_CHANGE = (
    ("case_id", "change_version"),
    ("reporting.case_change.case_id", "reporting.case_change.version"),
)


class ProcedureDefinition(TableBase):
    """One version of a procedure as cases of this school began with it."""

    __tablename__ = "procedure_definition"

    school_id: Mapped[UUID] = mapped_column(primary_key=True)
    procedure_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    stored_at: Mapped[datetime] = moment()


class CaseProcedure(TableBase):
    """The procedure that a case runs; the highest `number` counts. `settings` stood that day."""

    __tablename__ = "case_procedure"
    __table_args__ = (
        ForeignKeyConstraint(
            ("school_id", "procedure_id", "procedure_version"),
            [
                f"reporting.procedure_definition.{one}"
                for one in ("school_id", "procedure_id", "version")
            ],
        ),
        Index(None, "school_id", "procedure_id", "procedure_version"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    procedure_id: Mapped[str]
    procedure_version: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at: Mapped[datetime] = moment()
    actor_id: Mapped[UUID]


class CaseAnswer(TableBase):
    """One answer; the words of it lie sealed in the change of the same version."""

    __tablename__ = "case_answer"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_CHANGE),
        Index(None, "case_id", "change_version"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    reply: Mapped[str | None]
    change_version: Mapped[int]
    at: Mapped[datetime] = moment()
    actor_id: Mapped[UUID]


NO_LIMIT: Final = datetime(9999, 1, 1, tzinfo=UTC)


class PlannedItem(TableBase):
    """Something of an open case that waits to be done; a projection for the planner."""

    __tablename__ = "planned_item"
    __table_args__ = (Index(None, "school_id", "due_at", "case_id", "key"), Index(None, "due_at"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    kind: Mapped[str]
    what: Mapped[str]  # in the words of the procedure, never a child's
    by: Mapped[str]
    due_at: Mapped[datetime] = moment()  # NO_LIMIT where there is none, so that it sorts last


class StepEntry(TableBase):
    """Somebody did a step, left it out, or asked for a second person to agree to that."""

    __tablename__ = "step_entry"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_CHANGE),
        Index(None, "case_id", "change_version"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    step_key: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    procedure_id: Mapped[str]
    act: Mapped[str]
    change_version: Mapped[int]
    at: Mapped[datetime] = moment()
    actor_id: Mapped[UUID]
