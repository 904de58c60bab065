"""When the people of a case were told that something in it is overdue."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class CaseChase(TableBase):
    """One time at which whoever leads a case was told; only the worker reads it."""

    __tablename__ = "case_chase"
    __table_args__ = (Index(None, "case_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    at: Mapped[datetime] = moment()
