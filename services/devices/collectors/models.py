"""Somebody whom a parent named in writing to collect one device."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.devices.tables import TableBase
from services.shared.database import moment


class NamedCollector(TableBase):
    """Who may collect, who named them and when; recorded before they come, never changed."""

    __tablename__ = "named_collector"
    __table_args__ = (UniqueConstraint("school_id", "request_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.device.id"), index=True)
    display_name: Mapped[str]
    relationship: Mapped[str]
    named_by: Mapped[UUID]
    written_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = moment()
    request_key: Mapped[UUID]
