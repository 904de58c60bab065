"""Who has read which version of a procedure, and what that version said; rows are only added."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class ProcedureText(TableBase):
    """A procedure as staff of this school read it, kept from the first receipt on."""

    __tablename__ = "procedure_text"

    school_id: Mapped[UUID] = mapped_column(primary_key=True)
    procedure_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    stored_at: Mapped[datetime] = moment()


class ProcedureReading(TableBase):
    """A colleague's receipt: I have read this version."""

    __tablename__ = "procedure_reading"
    __table_args__ = (
        ForeignKeyConstraint(
            ("school_id", "procedure_id", "version"),
            [f"reporting.procedure_text.{one}" for one in ("school_id", "procedure_id", "version")],
        ),
        Index(None, "school_id", "procedure_id", "version"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    procedure_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    at: Mapped[datetime] = moment()
