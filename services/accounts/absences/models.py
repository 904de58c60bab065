"""When somebody is away, so that others are asked in their place."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.tables import TableBase
from services.shared.database import moment


class Absence(TableBase):
    """Somebody is away from `away_from` until just before `away_until`, unless they came back."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("away_from < away_until", name="forwards"),
        UniqueConstraint("school_id", "idempotency_key"),
        Index("ix_absence_person_id_away_until", "person_id", "away_until"),
        Index("ix_absence_school_id_away_until", "school_id", "away_until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"))
    away_from: Mapped[datetime] = moment()
    away_until: Mapped[datetime] = moment()
    idempotency_key: Mapped[str]
    recorded_by_id: Mapped[UUID]
    recorded_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment(nullable=True)
    ended_by_id: Mapped[UUID | None]
