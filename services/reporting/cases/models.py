"""A case: opened in the same transaction as its first concern, and only ever growing."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class Severity(StrEnum):
    """How bad and how soon (rules-and-procedures.md 1)."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RiskArea(StrEnum):
    """The four Cs; not sure is an honest answer."""

    CONTENT = "content"
    CONTACT = "contact"
    CONDUCT = "conduct"
    COMMERCE = "commerce"
    NOT_SURE = "not_sure"


class Kind(StrEnum):
    """What the concern is about."""

    SEXUAL_IMAGE = "sexual_image"
    BULLYING = "bullying"
    STRANGER_CONTACT = "stranger_contact"
    HARMFUL_CONTENT = "harmful_content"
    SCAM_OR_MONEY = "scam_or_money"
    STAFF_CONCERN = "staff_concern"
    STAFF_DEVICE = "staff_device"
    LOW_LEVEL_CONCERN = "low_level_concern"
    CONTACT_RECEIVED = "contact_received"
    RELATIONSHIP = "relationship"
    FILTERING_BREACH = "filtering_breach"
    MONITORING_ALERT = "monitoring_alert"
    OFFENSIVE_MESSAGE = "offensive_message"
    VISITOR_DEVICE = "visitor_device"
    PUPIL_DEVICE = "pupil_device"
    EXAM_DEVICE = "exam_device"
    AI_IMAGE = "ai_image"
    CHALLENGE = "challenge"
    SOCIAL_MEDIA = "social_media"
    HATE = "hate"
    EXTREMISM = "extremism"
    STAFF_TARGETED = "staff_targeted"
    DATA_LOSS = "data_loss"
    RULE_BROKEN = "rule_broken"
    OTHER = "other"


class Scope(StrEnum):
    """How much of a case a reader reads."""

    WHOLE = "whole"
    WORDS = "words"  # the words as given, nothing else (the child's chosen adult)


class State(StrEnum):
    """How far a case has come."""

    NEW = "new"
    TAKEN = "taken"
    ACKNOWLEDGED = "acknowledged"
    TRIAGED = "triaged"
    CLOSED = "closed"


class Why(StrEnum):
    """Why somebody may not read a case."""

    SUBJECT = "subject"
    ASKED_BY_CHILD = "asked_by_child"
    NAMED_IN_WORDS = "named_in_words"
    SHARES_MAILBOX = "shares_mailbox"
    SHARES_MAILBOX_OF_NAMED = "shares_mailbox_of_named"
    UNTIL_TRIAGE = "until_triage"


# What a match in the words did may be undone at triage, person by person; nothing else may be.
LAPSING = frozenset({Why.NAMED_IN_WORDS, Why.SHARES_MAILBOX_OF_NAMED, Why.UNTIL_TRIAGE})


class SchoolKey(TableBase):
    """The school's key, wrapped by the master key."""

    __tablename__ = "school_key"

    school_id: Mapped[UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    made_at: Mapped[datetime] = moment()


class Case(TableBase):
    """What a concern is worked on in; its row never changes."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("school_id", "reference"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    reference: Mapped[str]
    opened_at: Mapped[datetime] = moment()


class CaseKey(TableBase):
    """The case's own data key, wrapped by the school's; without it the words are gone."""

    __tablename__ = "case_key"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    school_id: Mapped[UUID]
    key_id: Mapped[UUID]
    wrapped: Mapped[bytes]


class CaseChange(TableBase):
    """One thing that was done with a case; `version` counts up from 1 without a gap."""

    __tablename__ = "case_change"
    __table_args__ = (UniqueConstraint("case_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    version: Mapped[int]
    kind: Mapped[str]
    at: Mapped[datetime] = moment()
    actor_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    words: Mapped[bytes | None]


class CaseSummary(TableBase):
    """Where a case stands now: what the inbox sorts and counts."""

    __tablename__ = "case_summary"
    __table_args__ = (
        Index(
            "ix_case_summary_inbox",
            "school_id",
            text("(NOT danger)"),
            "waiting_since",
            "case_id",
            postgresql_where=text("state <> 'closed'"),
        ),
        Index(
            "ix_case_summary_owner",
            "school_id",
            "owner_id",
            postgresql_where=text("state <> 'closed'"),
        ),
        Index("ix_case_summary_new", "school_id", postgresql_where=text("state = 'new'")),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    school_id: Mapped[UUID]
    reference: Mapped[str]
    version: Mapped[int]
    state: Mapped[str]
    severity: Mapped[str]
    danger: Mapped[bool]
    kind: Mapped[str]
    risk_area: Mapped[str]
    source: Mapped[str]
    about_adult: Mapped[str]
    needs_lado: Mapped[bool]
    has_outcome: Mapped[bool]
    owner_id: Mapped[UUID | None]
    opened_at: Mapped[datetime] = moment()
    waiting_since: Mapped[datetime] = moment()
    acknowledged_at: Mapped[datetime | None] = moment(nullable=True)
    paused_until: Mapped[date | None]


class CaseReader(TableBase):
    """Somebody who reads a case, unless an exclusion says otherwise."""

    __tablename__ = "case_reader"
    __table_args__ = (Index(None, "school_id", "person_id", "scope", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    why: Mapped[str]
    at: Mapped[datetime] = moment()


class CaseExclusion(TableBase):
    """Somebody who must not see the case, whatever role they hold (G-12)."""

    __tablename__ = "case_exclusion"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    why: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    at: Mapped[datetime] = moment()


class CaseClearance(TableBase):
    """Said at triage: the words named this person, but are not about them."""

    __tablename__ = "case_clearance"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = moment()


class CasePupil(TableBase):
    """A child whom the case is linked with."""

    __tablename__ = "case_pupil"
    __table_args__ = (Index(None, "school_id", "pupil_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    pupil_id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    role: Mapped[str]
    at: Mapped[datetime] = moment()


class CasePupilRole(TableBase):
    """Which part a child has in a case; the highest `number` counts, nothing is inherited."""

    __tablename__ = "case_pupil_role"
    __table_args__ = (
        ForeignKeyConstraint(
            ("case_id", "pupil_id"),
            ("reporting.case_pupil.case_id", "reporting.case_pupil.pupil_id"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    pupil_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    role: Mapped[str]
    at: Mapped[datetime] = moment()
    actor_id: Mapped[UUID]


class Happening(TableBase):
    """One line of the chronology: this happened, then, by this person."""

    __tablename__ = "chronology"
    __table_args__ = (
        Index(None, "case_id", "at", "id"),
        UniqueConstraint("case_id", "source_id", "kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    at: Mapped[datetime] = moment()
    kind: Mapped[str]
    source_id: Mapped[UUID]
    actor_id: Mapped[UUID]


class ReadMark(TableBase):
    """The first time somebody opened a case, or said that they talked with the child."""

    __tablename__ = "read_mark"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    how: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    at: Mapped[datetime] = moment()


class DeviceLink(TableBase):
    """The opaque id by which a device knows a case; only this table maps it."""

    __tablename__ = "device_link"
    __table_args__ = (UniqueConstraint("case_id"),)

    link_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    school_id: Mapped[UUID]
    at: Mapped[datetime] = moment()
