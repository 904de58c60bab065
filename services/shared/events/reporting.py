"""What reporting tells the others: ids only, never a word of a concern."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ReportingEvent(BaseModel):
    """A fact about a case; `version` is the payload's shape."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    case_id: UUID


class ConcernReceived(ReportingEvent):
    """A concern was stored and a case opened for it, or something was added to it."""

    concern_id: UUID
    urgency: Literal["critical", "high", "medium", "low"]
    # the same for reports about the same, which the same people read; nobody's own id
    about_id: UUID | None = None


class RoleToTell(BaseModel):
    """A role that a procedure wants told, and from when on.

    `form` is need_to_know or custody_only for those who get no access to the case. `people` names
    them where only the case says who they are (its children's class teachers).
    """

    model_config = ConfigDict(frozen=True)

    role: str
    form: str | None = None
    at: datetime
    people: tuple[UUID, ...] = ()


class ProcedureTells(ReportingEvent):
    """The case's procedure wants these roles told; `by_id` is who is at work on it and knows."""

    urgency: Literal["critical", "high", "medium", "low"]
    by_id: UUID
    roles: tuple[RoleToTell, ...]


class ParentNoticeReleased(BaseModel):
    """A notice may go to this guardian now; `reminder` is 0, or the day's number of a reminder.

    No case in it: who writes to a parent need not know of one.
    """

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    notice_id: UUID
    pupil_id: UUID
    guardian_id: UUID
    reminder: int = 0


class ShareLinkMade(BaseModel):
    """A link to a share is to be mailed to the person outside whom reporting knows.

    No case in it: who writes to somebody outside need not know of one.
    """

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    share_id: UUID
    link_id: UUID


class ShareAnswered(ReportingEvent):
    """Somebody outside did something with a share that this reader of the case must hear of."""

    happening_id: UUID
    person_id: UUID


class CaseOverdue(ReportingEvent):
    """Something in the case is overdue and this person is to see to it; once a school day."""

    chase_id: UUID
    person_id: UUID


class TaskGiven(BaseModel):
    """A colleague is asked to do something because of a case.

    No case in it: whoever is asked must not learn which one.
    """

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    task_id: UUID
    person_id: UUID


class StaffToRemind(BaseModel):
    """Everybody who works at the school is to be reminded of how to speak and post (A-1.5-18).

    No case in it: the reminder goes to people who must not know that there is one.
    """

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    reminder_id: UUID


class CaseReadersChanged(ReportingEvent):
    """Somebody may read the case now who could not, or the other way round."""


class CaseOpened(ReportingEvent):
    """Somebody who may read the case opened its page for the first time."""

    person_id: UUID


class CaseAcknowledged(ReportingEvent):
    """Somebody who may read the case answered."""

    person_id: UUID


class CaseClosed(ReportingEvent):
    """The case was closed."""
