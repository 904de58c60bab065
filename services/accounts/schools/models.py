"""A school, its versioned profile, its calendar, its keys and the addresses of its pages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.tables import TableBase
from services.shared.database import moment


class School(TableBase):
    """One school; everything else in the product belongs to one."""

    __tablename__ = "school"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    urn: Mapped[str] = mapped_column(unique=True)
    local_authority: Mapped[str]
    time_zone: Mapped[str]


class ProfileVersion(TableBase):
    """What one school does differently, from a day on, approved by a name (architecture.md 8)."""

    __tablename__ = "profile_version"
    __table_args__ = (UniqueConstraint("school_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    version: Mapped[int]
    template: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    effective_from_on: Mapped[date]
    approved_by: Mapped[str]
    reason: Mapped[str]
    recorded_at: Mapped[datetime] = moment()


class SchoolDay(TableBase):
    """One date of a school: children in, staff only (inset), or closed."""

    __tablename__ = "school_day"
    __table_args__ = (CheckConstraint("kind IN ('school', 'inset', 'closed')", name="kind"),)

    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    starts_at: Mapped[datetime | None] = moment(nullable=True)
    ends_at: Mapped[datetime | None] = moment(nullable=True)
    note: Mapped[str]


class SchoolKey(TableBase):
    """The school's own key, wrapped by the master key; useless without it."""

    __tablename__ = "school_key"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = moment()


class DataKey(TableBase):
    """The key for contact details and second-factor secrets, wrapped by the school's key."""

    __tablename__ = "data_key"
    __table_args__ = (Index("ix_data_key_school_id_made_at", "school_id", "made_at"),)

    key_id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = moment()


class PageCode(TableBase):
    """The neutral letters on a poster that lead to a school's or a class's page for children."""

    __tablename__ = "page_code"
    __table_args__ = (CheckConstraint("lane IN ('little', 'big')", name="lane"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), index=True)
    class_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("accounts.school_class.id"), index=True
    )
    lane: Mapped[str | None]
    retired_at: Mapped[datetime | None] = moment(nullable=True)
