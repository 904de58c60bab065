"""That a school may be used by children: an act with a name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.tables import TableBase
from services.shared.database import moment


class SchoolOpening(TableBase):
    """Somebody opened the school once everything that must stand stood (G-11)."""

    __tablename__ = "school_opening"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), primary_key=True)
    opened_at: Mapped[datetime] = moment()
    opened_by_id: Mapped[UUID]
