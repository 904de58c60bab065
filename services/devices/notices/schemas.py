"""The shapes of notices to parents, for the parent's page and for staff."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class OtherNotice(BaseModel):
    """Another device of which the same parent was told; it opens with a code of its own."""

    notice_id: UUID
    child: str
    released_at: datetime
    is_read: bool
    is_given_back: bool


class NoticeText(BaseModel):
    """The parent's page: sentences ready to be shown, own child's first name only."""

    school: str
    child: str
    what: str
    why: str
    where: str
    when: str
    ring: str
    released_at: datetime
    acknowledged_at: datetime | None
    given_back_at: datetime | None
    others: list[OtherNotice] = []


class OpenedNotice(BaseModel):
    """The page, and the ticket that opens it again for half an hour."""

    ticket: str
    notice: NoticeText


class NoticeView(BaseModel):
    """One notice as staff see it; `code` is there for the office and the head only."""

    notice_id: UUID
    guardian: str
    relationship: str
    is_automatic: bool
    released_by: str
    released_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    is_locked: bool
    wrong_codes: int
    code: str | None


class NoticeList(BaseModel):
    """All notices about one device; there are few, so the list has one page."""

    items: list[NoticeView]
    next_cursor: None = None
