"""That one case became a part of another; a row is only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class CaseJoin(TableBase):
    """Case `joined_id` became a part of case `into_id`.

    It holds until a later change of the joined case, after `change_version`, splits it off again.
    """

    __tablename__ = "case_join"
    __table_args__ = (Index(None, "into_id"), Index(None, "joined_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    joined_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    into_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    change_version: Mapped[int]
    actor_id: Mapped[UUID]
    at: Mapped[datetime] = moment()
