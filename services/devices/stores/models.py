"""The places where a school keeps what it took, and how often they were counted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.devices.tables import TableBase
from services.shared.database import moment


class Place(TableBase):
    """A secure place, such as the head's safe; the first ones come from the school's profile."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str]
    capacity: Mapped[int]
    made_by: Mapped[UUID]
    made_at: Mapped[datetime] = moment()


class StoreCount(TableBase):
    """One count of a place: what the chain says lies there, and what was found."""

    __tablename__ = "store_count"
    __table_args__ = (
        UniqueConstraint("school_id", "request_key"),
        Index("ix_store_count_place_id_counted_at", "place_id", "counted_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    place_id: Mapped[UUID] = mapped_column(ForeignKey("devices.place.id"))
    expected: Mapped[int]
    found: Mapped[int]
    reason_sealed: Mapped[bytes | None]
    key_id: Mapped[UUID | None]
    counted_by: Mapped[UUID]
    counted_at: Mapped[datetime] = moment()
    request_key: Mapped[UUID]
