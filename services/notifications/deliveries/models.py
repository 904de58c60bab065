"""Deliveries: one message to one person by one channel, and every try to send it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import TableBase
from services.shared.database import moment


class Channel(StrEnum):
    """The way a message takes."""

    IN_APP = "in_app"
    EMAIL = "email"
    NOTIFY_EMAIL = "notify_email"
    SMS = "sms"


class Purpose(StrEnum):
    """What a message is for; each has its own fixed words."""

    ALERT = "alert"
    DEVICE_NOTICE = "device_notice"
    DEVICE_HELD = "device_held"
    SHARE_LINK = "share_link"
    ADDRESS_TRY = "address_try"
    STAFF_REMINDER = "staff_reminder"
    DIGEST = "digest"
    OVERDUE = "overdue"
    SHARE_ANSWER = "share_answer"
    PROCEDURE = "procedure"
    SEE_THE_LEAD = "see_the_lead"
    TASK = "task"
    WEEKLY = "weekly"


class State(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    FAILED_FOR_NOW = "failed_for_now"
    CANCELLED = "cancelled"
    # the provider took it and says that it did not arrive
    BOUNCED = "bounced"


class Reason(StrEnum):
    """Why a delivery stands where it does; never a word about the case."""

    NOT_A_READER = "not_a_reader"
    NOT_ACTIVE = "not_active"
    ANSWERED = "answered"
    AWAY = "away"
    QUIET = "quiet"
    WAITING_FOR_ACCESS = "waiting_for_access"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    NOT_A_LEAD = "not_a_lead"
    NOT_WANTED = "not_wanted"
    NOT_A_GUARDIAN = "not_a_guardian"
    BARRED = "barred"
    WITHDRAWN = "withdrawn"
    SHARED_CHANNEL = "shared_channel"
    SERVER_AWAY = "server_away"
    SERVER_SLOW = "server_slow"
    SERVER_BUSY = "server_busy"
    SERVER_REFUSED = "server_refused"
    NOT_GUARDED = "not_guarded"
    BOUNCED = "bounced"


class Delivery(TableBase):
    """One message to one person; `next_attempt_at` is the one owner of trying again."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("alert_id", "person_id", "channel", "reminder"),
        UniqueConstraint("notice_id", "person_id", "channel", "reminder"),
        CheckConstraint("(alert_id IS NULL) <> (notice_id IS NULL)", name="one_cause"),
        CheckConstraint("alert_id IS NULL OR case_id IS NOT NULL", name="case_of_alert"),
        CheckConstraint("(alert_id IS NULL) <> (purpose = 'alert')", name="purpose"),
        Index(None, "case_id", "queued_at", "id"),
        Index(None, "person_id", "alert_id"),
        Index("ix_delivery_next_attempt_at", "next_attempt_at"),
        Index("ix_delivery_next_status_at", "next_status_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    alert_id: Mapped[UUID | None] = mapped_column(ForeignKey("notifications.alert.id"))
    case_id: Mapped[UUID | None]
    notice_id: Mapped[UUID | None]
    pupil_id: Mapped[UUID | None]
    person_id: Mapped[UUID]
    channel: Mapped[str]
    by_ladder: Mapped[bool]
    # what it is for, which also names its words (rules.py: TEMPLATES)
    purpose: Mapped[str]
    # of which round of a ladder, or which day's reminder it is; 0 is the first message itself
    reminder: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[str]
    reason: Mapped[str | None]
    attempts: Mapped[int]
    queued_at: Mapped[datetime] = moment()
    next_attempt_at: Mapped[datetime | None] = moment(nullable=True)
    accepted_at: Mapped[datetime | None] = moment(nullable=True)
    # by what name the provider knows it, and when to ask what became of it
    provider_ref: Mapped[str | None]
    next_status_at: Mapped[datetime | None] = moment(nullable=True)
    delivered_at: Mapped[datetime | None] = moment(nullable=True)
    # the person signed in and opened the case
    opened_at: Mapped[datetime | None] = moment(nullable=True)


class DeliveryAttempt(TableBase):
    """One try, and what came of it; only grows."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (Index(None, "delivery_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("notifications.delivery.id"))
    at: Mapped[datetime] = moment()
    state: Mapped[str]
    reason: Mapped[str | None]
    answer_code: Mapped[int | None]


class Provider(TableBase):
    """Whether the provider of a channel works, and since when; nothing of any school."""

    __tablename__ = "provider"

    channel: Mapped[str] = mapped_column(primary_key=True)
    is_failing: Mapped[bool]
    reason: Mapped[str | None]
    since: Mapped[datetime] = moment()
