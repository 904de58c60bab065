"""Accounts of staff and governors, their sessions, and the school's enrolled tablets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.tables import TableBase
from services.shared.database import moment


class Account(TableBase):
    """One person's own sign-in (G-34: never shared).

    `version` rises by itself (a trigger) with every change of role or second factor and
    when the account or the person is switched off; tokens of an older version are refused.
    """

    __tablename__ = "account"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), index=True)
    user_name: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    totp_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.data_key.key_id"), index=True)
    totp_last_step: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]
    disabled_at: Mapped[datetime | None] = moment(nullable=True)


class SignInSession(TableBase):
    """One sign-in; the browser holds the secret, this row only its SHA-256."""

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        Index("ix_session_person_id_ended_at", "person_id", "ended_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.account.person_id"))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int]
    tablet_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.tablet.id"), index=True)
    idle_seconds: Mapped[int]
    started_at: Mapped[datetime] = moment()
    last_seen_at: Mapped[datetime] = moment()
    ends_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment(nullable=True)


class Tablet(TableBase):
    """A school tablet that counts as the second factor until it is revoked."""

    __tablename__ = "tablet"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        UniqueConstraint("school_id", "idempotency_key"),
        Index("ix_tablet_school_id_enrolled_at", "school_id", "enrolled_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    name: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    idempotency_key: Mapped[str]
    enrolled_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), index=True)
    enrolled_at: Mapped[datetime] = moment()
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.person.id"), index=True)
    revoked_at: Mapped[datetime | None] = moment(nullable=True)
