"""What parents were told about a case, what was decided about telling them, and what came back."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.tables import TableBase
from services.shared.database import moment


class ParentDecision(TableBase):
    """A named person's answer to "would telling put a child at risk?" for one guardian (G-17).

    How they know stands sealed in the change of the case that it belongs to.
    """

    __tablename__ = "parent_decision"
    __table_args__ = (Index(None, "case_id", "guardian_id", "decided_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    pupil_id: Mapped[UUID]
    guardian_id: Mapped[UUID]
    answer: Mapped[str]
    review_on: Mapped[date | None]
    change_version: Mapped[int]
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime] = moment()


class ParentNotice(TableBase):
    """What one guardian was told about one case, as it was told; never changed."""

    __tablename__ = "parent_notice"
    __table_args__ = (
        Index(None, "case_id", "released_at", "id"),
        Index(None, "guardian_id", "released_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    pupil_id: Mapped[UUID]
    guardian_id: Mapped[UUID]
    template: Mapped[str]
    words: Mapped[bytes]
    released_by: Mapped[UUID]
    released_at: Mapped[datetime] = moment()


class ParentNoticeEvent(TableBase):
    """One thing that happened to a notice: a code made, opened, acknowledged, answered."""

    __tablename__ = "parent_notice_event"
    __table_args__ = (UniqueConstraint("notice_id", "seq"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.case.id"))
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("reporting.parent_notice.id"))
    seq: Mapped[int]
    act: Mapped[str]
    at: Mapped[datetime] = moment()
    by_person_id: Mapped[UUID | None]  # None: the parent, who has no account
    words: Mapped[bytes | None]  # the code, or what the parent wrote
    ticket_sha256: Mapped[bytes | None]
