"""A concern: the words as given. What comes later is another version, never a change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment

# The label under which a version's answers are sealed; it outlives the table's name.
ANSWERS = "concern.answers.1"


class Concern(TableBase):
    """What one reporter told, once; `case_id` is the case opened for it."""

    __tablename__ = "concern"
    __table_args__ = (Index(None, "case_id"), Index(None, "school_id", "received_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    source: Mapped[str]
    reporter_id: Mapped[UUID | None]
    chosen_adult_id: Mapped[UUID | None]
    received_at: Mapped[datetime] = moment()


class ConcernRevision(TableBase):
    """One version of a concern; the first is version 1 (a child may go Back and send again)."""

    __tablename__ = "concern_revision"
    __table_args__ = (UniqueConstraint("concern_id", "version"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.concern.id"))
    version: Mapped[int]
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    sent_at: Mapped[datetime] = moment()
    answers: Mapped[bytes]
    content_hash: Mapped[bytes]


class Receipt(TableBase):
    """What the reporter was answered, by their idempotency key: they may read it back.

    The content hash is keyed, so that a short text cannot be found by trying texts.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("school_id", "reporter_id", "idempotency_key", "version"),
        Index(None, "school_id", "reporter_id", "sent_at"),
    )

    concern_id: Mapped[UUID] = mapped_column(
        ForeignKey("reporting.concern.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID]
    reporter_id: Mapped[UUID]
    idempotency_key: Mapped[str]
    content_hash: Mapped[bytes]
    sent_at: Mapped[datetime] = moment()
    answer: Mapped[dict[str, Any]] = mapped_column(JSONB)
