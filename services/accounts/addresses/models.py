"""Addresses that are being tried, and the phone that the school carries out of hours."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.tables import TableBase
from services.shared.database import moment


class AddressTry(TableBase):
    """An address that somebody gave for themselves; it is used once they confirmed it there."""

    __tablename__ = "address_try"
    __table_args__ = (
        CheckConstraint("channel IN ('email', 'phone')", name="channel"),
        UniqueConstraint("school_id", "person_id", "idempotency_key"),
        Index("ix_address_try_person_id_channel", "person_id", "channel", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"))
    channel: Mapped[str]
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.data_key.key_id"), index=True)
    idempotency_key: Mapped[str]
    asked_at: Mapped[datetime] = moment()
    expires_at: Mapped[datetime] = moment()
    confirmed_at: Mapped[datetime | None] = moment(nullable=True)


class DutyPhone(TableBase):
    """The school's own phone for out of hours: who carries it, and who last rang it (G-33)."""

    __tablename__ = "duty_phone"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), primary_key=True)
    id: Mapped[UUID]
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.data_key.key_id"), index=True)
    carrier_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), index=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), index=True)
    checked_on: Mapped[date]
    recorded_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment(nullable=True)
