"""That a message was read by whoever it was written to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class MessageRead(TableBase):
    """The first time a message was opened by the child or colleague who had told."""

    __tablename__ = "message_read"
    __table_args__ = (Index(None, "case_id"),)

    change_id: Mapped[UUID] = mapped_column(
        ForeignKey("reporting.case_change.id"), primary_key=True
    )
    school_id: Mapped[UUID]
    case_id: Mapped[UUID]
    at: Mapped[datetime] = moment()
