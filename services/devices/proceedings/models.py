"""What was asked, answered and done about a search, a deletion or a quarantine; it only grows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.devices.tables import TableBase
from services.shared.database import moment


class Proceeding(TableBase):
    """One search, decision about deletion or quarantine: what it is about, and who opened it."""

    __tablename__ = "proceeding"
    __table_args__ = (
        UniqueConstraint("school_id", "request_key"),
        Index(
            "ix_proceeding_school_id_kind_opened_at",
            *("school_id", "kind", "opened_at", "id"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    kind: Mapped[str]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.device.id"), index=True)
    about_person_id: Mapped[UUID | None]  # whoever used what is in quarantine: never shown to them
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime] = moment()
    request_key: Mapped[UUID]
    request_sealed: Mapped[bytes]  # fingerprint of what was sent, to know a repeated request
    key_id: Mapped[UUID]


class ProceedingAct(TableBase):
    """One thing that somebody did in a proceeding; the words are sealed."""

    __tablename__ = "proceeding_act"
    __table_args__ = (UniqueConstraint("proceeding_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(index=True)
    proceeding_id: Mapped[UUID] = mapped_column(ForeignKey("devices.proceeding.id"))
    seq: Mapped[int]
    act: Mapped[str]
    at: Mapped[datetime] = moment()
    by_person_id: Mapped[UUID]
    to_person_id: Mapped[UUID | None]
    words_sealed: Mapped[bytes | None]  # answers, reasons, names of officers: JSON, sealed
    key_id: Mapped[UUID | None]
