"""What was shared with somebody outside the school, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class Share(TableBase):
    """One case, shared with one named person of another body until a day; never changed."""

    __tablename__ = "share"
    __table_args__ = (Index(None, "case_id", "shared_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    role: Mapped[str]
    name: Mapped[str]
    organisation: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    ends_at: Mapped[datetime] = moment()
    reason: Mapped[bytes]
    facts: Mapped[bytes | None]  # what the police read; None where the role reads the case itself
    shared_by: Mapped[UUID]
    shared_at: Mapped[datetime] = moment()


class ShareEvent(TableBase):
    """One thing that happened to a share: a link made, opened, answered, the share ended."""

    __tablename__ = "share_event"
    __table_args__ = (
        UniqueConstraint("share_id", "seq"),
        Index(None, "case_id"),
        Index(None, "link_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    share_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.share.id"))
    seq: Mapped[int]
    act: Mapped[str]
    at: Mapped[datetime] = moment()
    by_person_id: Mapped[UUID | None]  # None: the person outside, who has no account
    link_id: Mapped[UUID | None]
    words: Mapped[bytes | None]  # the code, or what the person outside wrote
    ticket_sha256: Mapped[bytes | None]
