"""The code of three pictures with which a child comes back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class ComeBackCode(TableBase):
    """Three pictures, as an HMAC with a key outside the database; good for 30 days.

    The letters of the slip open the messages; they are kept in the same way. Where the report was
    told with a class card, so does that pupil's card (`card_pupil_id`).
    """

    __tablename__ = "come_back_code"
    __table_args__ = (
        UniqueConstraint("school_id", "code_hash"),
        Index(None, "concern_id"),
        Index(None, "card_pupil_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    code_hash: Mapped[bytes]
    concern_id: Mapped[UUID]
    locator_hash: Mapped[bytes | None]
    card_pupil_id: Mapped[UUID | None]
    number: Mapped[int]
    expires_at: Mapped[datetime] = moment()
