"""That somebody checked a number outside the school."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.tables import TableBase
from services.shared.database import moment


class How(StrEnum):
    """How a number was checked."""

    RANG = "rang"
    WEBSITE = "website"
    IN_WRITING = "in_writing"


class NumberCheck(TableBase):
    """One check of one contact; the number itself stands in the profile version made with it."""

    __tablename__ = "number_check"
    __table_args__ = (
        CheckConstraint("how IN ('rang', 'website', 'in_writing')", name="how"),
        UniqueConstraint("school_id", "idempotency_key"),
        Index("ix_number_check_school_id_who_at", "school_id", "who", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    who: Mapped[str]
    how: Mapped[str]
    checked_on: Mapped[date]
    checked_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), index=True)
    idempotency_key: Mapped[str]
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = moment()
