"""The keys that seal this service's words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.devices.tables import TableBase
from services.shared.database import moment


class SchoolKey(TableBase):
    """One school's key and its one data key, both wrapped; neither opens without the master key."""

    __tablename__ = "school_key"

    school_id: Mapped[UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    key_id: Mapped[UUID]
    data_wrapped: Mapped[bytes]
    made_at: Mapped[datetime] = moment()
