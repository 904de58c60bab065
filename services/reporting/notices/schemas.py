"""The shapes of notices to parents, for the staff page and for the parent's own."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.reporting.cases.schemas import FreeText, NeededText, VersionSeen
from services.reporting.notices.rules import Answer, NoticeAct
from services.shared.link_codes import Ticket


class Decision(VersionSeen):
    """A named person's answer for one guardian; a no releases the notice `template` (G-17)."""

    pupil_id: UUID
    guardian_id: UUID
    would_telling_put_child_at_risk: Answer | None = None
    reason: FreeText = ""
    review_on: date | None = None
    template: str = Field(default="", max_length=40)


class Decided(BaseModel):
    """What came of the decision; `notice_id` is None where the parent is not told."""

    case_id: UUID
    version: int
    notice_id: UUID | None


class Words(BaseModel):
    """A notice as the parent reads it."""

    school: str
    child: str
    title: str
    paragraphs: tuple[str, ...]
    ring: str


class Preview(BaseModel):
    """One choice of words, filled in for one child."""

    template: str
    label: str
    words: Words


class GuardianView(BaseModel):
    """One adult of a child; `why_not` where no notice may go to them, `held` where decided so."""

    person_id: UUID
    display_name: str
    relationship: str
    why_not: str | None
    held_since: datetime | None = None
    review_on: date | None = None


class ChildView(BaseModel):
    """One child of the case with their adults and what these can be told."""

    pupil_id: UUID
    display_name: str
    guardians: list[GuardianView]
    previews: list[Preview]


class ReplyView(BaseModel):
    """One thing that a parent sent back."""

    at: datetime
    act: NoticeAct
    words: str


class NoticeView(BaseModel):
    """One notice as the safeguarding team sees it; `code` is read out, never mailed."""

    notice_id: UUID
    guardian: str
    title: str
    released_by: str
    released_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    reminded_at: datetime | None
    is_locked: bool
    code: str | None
    replies: list[ReplyView]


class ParentsPage(BaseModel):
    """The part "Parents" of a case. `why_not` where nobody can be told now."""

    case_id: UUID
    reference: str
    version: int
    question: str
    why_not: str | None
    children: list[ChildView]
    notices: list[NoticeView]


class Reply(Ticket):
    """What a parent sends back: an answer, a wish to be rung, a wish for another language."""

    act: NoticeAct
    words: NeededText


class OtherNotice(BaseModel):
    """Another message to the same parent; it opens with a code of its own."""

    notice_id: UUID
    child: str
    released_at: datetime
    is_read: bool


class ParentsWords(Words):
    """The parent's page, with what they have sent back themselves."""

    released_at: datetime
    acknowledged_at: datetime | None
    replies: list[ReplyView]
    others: list[OtherNotice] = []


class OpenedNotice(BaseModel):
    """The page, and the ticket that opens it again for half an hour."""

    ticket: str
    notice: ParentsWords
