"""That a record left the school, and for a day the sealed archive itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment

# The label under which the reason is sealed; it outlives the table's name.
REASON = "export.reason.1"


class Export(TableBase):
    """Who exported whose record, when and why; never changed. `content_sha256` is the archive's."""

    __tablename__ = "export"
    __table_args__ = (
        UniqueConstraint("school_id", "maker_id", "idempotency_key"),
        Index(None, "school_id", "pupil_id", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    maker_id: Mapped[UUID]
    idempotency_key: Mapped[str]
    profile: Mapped[str]
    made_at: Mapped[datetime] = moment()
    expires_at: Mapped[datetime] = moment()
    file_name: Mapped[str]
    content_sha256: Mapped[bytes]
    key_id: Mapped[UUID]
    key_wrapped: Mapped[bytes]
    reason: Mapped[bytes]


class ExportArchive(TableBase):
    """The AES-256 archive, for its maker, for 24 hours; then the content is emptied."""

    __tablename__ = "export_archive"
    __table_args__ = (Index(None, "expires_at"),)

    export_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.export.id"), primary_key=True)
    school_id: Mapped[UUID]
    maker_id: Mapped[UUID]
    expires_at: Mapped[datetime] = moment()
    content: Mapped[bytes | None]
