"""Class cards of pupils, their own three pictures, and what a card has opened."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.tables import TableBase
from services.shared.database import moment


class PupilCard(TableBase):
    """A card that was printed; the paper holds the secret, this row only its SHA-256."""

    __tablename__ = "pupil_card"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        Index(
            "uq_pupil_card_pupil_id_good",
            "pupil_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_pupil_card_school_id", "school_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    idempotency_key: Mapped[str]
    issued_by_id: Mapped[UUID]
    issued_at: Mapped[datetime] = moment()
    revoked_by_id: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None] = moment(nullable=True)


class PicturePassword(TableBase):
    """The three pictures that a pupil chose, hashed; None after a grown-up took them away."""

    __tablename__ = "picture_password"

    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), index=True)
    pictures_hash: Mapped[str | None]
    changed_at: Mapped[datetime] = moment()


class CardVisit(TableBase):
    """One time that a card and its pictures were shown; reporting asks whose it was."""

    __tablename__ = "card_visit"
    __table_args__ = (UniqueConstraint("secret_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), index=True)
    card_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.pupil_card.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime] = moment()
    ends_at: Mapped[datetime] = moment()
