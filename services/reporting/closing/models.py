"""How well a case followed its procedure, counted once at each closing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class CaseFidelity(TableBase):
    """The counts of one closing; a case that is opened again and closed gets a row more."""

    __tablename__ = "case_fidelity"
    __table_args__ = (
        ForeignKeyConstraint(
            ("case_id", "change_version"),
            ("reporting.case_change.case_id", "reporting.case_change.version"),
        ),
        Index(None, "school_id", "closed_at"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    change_version: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    procedure_id: Mapped[str]
    procedure_version: Mapped[str]
    required: Mapped[int]
    in_time: Mapped[int]
    late: Mapped[int]
    skipped: Mapped[int]
    not_needed: Mapped[int]
    closed_at: Mapped[datetime] = moment()
