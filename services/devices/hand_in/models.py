"""The daily hand-in: who may bring a device at all, and each tap in and out."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.devices.tables import TableBase
from services.shared.database import moment


class ArrivalPermission(TableBase):
    """A parent's written request, or an adjustment that a child needs; never changed."""

    __tablename__ = "arrival_permission"
    __table_args__ = (
        UniqueConstraint("school_id", "request_key"),
        Index("ix_arrival_permission_school_id_pupil_id", "school_id", "pupil_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    kind: Mapped[str]
    guardian_id: Mapped[UUID | None]
    written_on: Mapped[date]
    ends_on: Mapped[date | None]
    words_sealed: Mapped[bytes]
    key_id: Mapped[UUID]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = moment()
    request_key: Mapped[UUID]


class ArrivalPermissionEnd(TableBase):
    """That a request or an adjustment no longer counts."""

    __tablename__ = "arrival_permission_end"

    permission_id: Mapped[UUID] = mapped_column(
        ForeignKey("devices.arrival_permission.id"), primary_key=True
    )
    school_id: Mapped[UUID] = mapped_column(index=True)
    ended_by: Mapped[UUID]
    ended_at: Mapped[datetime] = moment()


class HandInEvent(TableBase):
    """One tap: a child's device came in or went back, into and out of which tray."""

    __tablename__ = "hand_in_event"
    __table_args__ = (
        UniqueConstraint("pupil_id", "on_date", "seq"),
        Index("ix_hand_in_event_school_id", "school_id", "on_date"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    class_id: Mapped[UUID]
    on_date: Mapped[date]
    seq: Mapped[int]
    act: Mapped[str]
    tray: Mapped[int]
    at: Mapped[datetime] = moment()
    by_person_id: Mapped[UUID]


class HandInState(TableBase):
    """Where one child's device of one day stands: the taps folded up. A working table."""

    __tablename__ = "hand_in_state"
    __table_args__ = (
        Index(
            "uq_hand_in_state_one_device_in_a_tray",
            "class_id",
            "on_date",
            "tray",
            unique=True,
            postgresql_where=text("is_in"),
        ),
        Index(
            "ix_hand_in_state_still_here", "school_id", "on_date", postgresql_where=text("is_in")
        ),
        Index("ix_hand_in_state_class_id_on_date", "class_id", "on_date"),
    )

    pupil_id: Mapped[UUID] = mapped_column(primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    class_id: Mapped[UUID]
    seq: Mapped[int]
    is_in: Mapped[bool]
    tray: Mapped[int]
    handed_in_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
    changed_by: Mapped[UUID]
