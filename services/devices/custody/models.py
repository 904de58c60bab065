"""A device that was taken, its chain of custody, and where it stands now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.devices.tables import TableBase
from services.shared.database import moment


class Device(TableBase):
    """What is known of a device at the moment it was taken; never changed."""

    __tablename__ = "device"
    __table_args__ = (
        UniqueConstraint("school_id", "request_key"),
        UniqueConstraint("school_id", "reference"),
        Index("ix_device_school_id_pupil_id", "school_id", "pupil_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    reference: Mapped[str]  # random, like D-7KQ4
    label_code: Mapped[str] = mapped_column(unique=True)  # 128 random bits, opaque
    pupil_id: Mapped[UUID]
    ground: Mapped[str]
    kind: Mapped[str]
    power_state: Mapped[str]
    legal_basis: Mapped[str]  # as it stood that day (A-1.16-8)
    description_sealed: Mapped[bytes]
    key_id: Mapped[UUID]
    seal_number: Mapped[str | None]
    taken_by: Mapped[UUID]
    taken_at: Mapped[datetime] = moment()
    due_at: Mapped[datetime] = moment()
    request_key: Mapped[UUID]
    request_sealed: Mapped[bytes]  # fingerprint of what was sent, to know a repeated request


class CustodyEvent(TableBase):
    """One row of the chain: who did what with the device, when, and where it was afterwards."""

    __tablename__ = "custody_event"
    __table_args__ = (UniqueConstraint("device_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(index=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.device.id"))
    seq: Mapped[int]
    act: Mapped[str]
    at: Mapped[datetime] = moment()
    by_person_id: Mapped[UUID]
    to_person_id: Mapped[UUID | None]
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.place.id"), index=True)
    link_id: Mapped[UUID | None]
    seal_number: Mapped[str | None]
    words_sealed: Mapped[bytes | None]  # reasons, signatures, police reference: JSON, sealed
    key_id: Mapped[UUID | None]


class DeviceState(TableBase):
    """Where a device stands: the chain folded up, for lists and guards. A working table."""

    __tablename__ = "device_state"
    __table_args__ = (
        Index("ix_device_state_school_id_due_at_device_id", "school_id", "due_at", "device_id"),
        Index(
            "ix_device_state_still_here",
            "school_id",
            "due_at",
            "device_id",
            postgresql_where=text("state <> 'returned'"),
        ),
        Index("ix_device_state_link_id", "link_id"),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.device.id"), primary_key=True)
    school_id: Mapped[UUID]
    seq: Mapped[int]
    state: Mapped[str]
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.place.id"), index=True)
    keeper_id: Mapped[UUID | None]
    returned_to: Mapped[UUID | None]
    is_confirmed: Mapped[bool]
    link_id: Mapped[UUID | None]
    taken_by: Mapped[UUID]
    due_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
