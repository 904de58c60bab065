"""What a parent was told about a device, the codes that open it, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.devices.tables import TableBase
from services.shared.database import moment


class Notice(TableBase):
    """What one guardian was told about one device, as it was told; never changed."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("device_id", "guardian_id"),
        Index(None, "guardian_id", "released_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(index=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.device.id"))
    pupil_id: Mapped[UUID]
    guardian_id: Mapped[UUID]
    is_automatic: Mapped[bool]
    released_by: Mapped[UUID]
    released_at: Mapped[datetime] = moment()
    words_sealed: Mapped[bytes]
    key_id: Mapped[UUID]


class NoticeDecision(TableBase):
    """A named person's answer to "would telling put a child at risk?" for one device (G-17)."""

    __tablename__ = "notice_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(index=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.device.id"), index=True)
    guardian_id: Mapped[UUID]
    answer: Mapped[str]
    reason_sealed: Mapped[bytes | None]
    key_id: Mapped[UUID]
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime] = moment()


class NoticeEvent(TableBase):
    """One thing that happened to a notice: a code made, a wrong one tried, opened, acknowledged."""

    __tablename__ = "notice_event"
    __table_args__ = (UniqueConstraint("notice_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(index=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("devices.notice.id"))
    seq: Mapped[int]
    act: Mapped[str]
    at: Mapped[datetime] = moment()
    by_person_id: Mapped[UUID | None]  # None: the parent, who has no account
    code_sealed: Mapped[bytes | None]
    ticket_sha256: Mapped[bytes | None]
    key_id: Mapped[UUID | None]
