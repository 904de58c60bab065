"""Ask reporting: what parents were told about a case, who can be told, what they answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class Words(Answer):
    """A notice as the parent reads it."""

    school: str
    child: str
    title: str
    paragraphs: tuple[str, ...] = ()
    ring: str = ""


class Preview(Answer):
    """One choice of words, filled in for one child."""

    template: str
    label: str
    words: Words


class Guardian(Answer):
    """One adult of a child; `why_not` where no notice may go to them."""

    person_id: UUID
    display_name: str
    relationship: str = ""
    why_not: str | None = None
    held_since: datetime | None = None
    review_on: date | None = None


class Child(Answer):
    """One child of the case, their adults, and what these can be told."""

    pupil_id: UUID
    display_name: str
    guardians: tuple[Guardian, ...] = ()
    previews: tuple[Preview, ...] = ()


class Reply(Answer):
    """One thing that a parent sent back."""

    at: datetime
    act: str
    words: str


class Notice(Answer):
    """One notice as the safeguarding team sees it."""

    notice_id: UUID
    guardian: str
    title: str
    released_by: str
    released_at: datetime
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None
    reminded_at: datetime | None = None
    is_locked: bool = False
    code: str | None = None
    replies: tuple[Reply, ...] = ()


class ParentsPage(Answer):
    """The part "Parents" of a case. `why_not` where nobody can be told now."""

    case_id: UUID
    reference: str
    version: int
    question: str
    why_not: str | None = None
    children: tuple[Child, ...] = ()
    notices: tuple[Notice, ...] = ()


class OtherNotice(Answer):
    """Another message to the same parent; it opens with a code of its own."""

    notice_id: UUID
    child: str
    released_at: datetime
    is_read: bool = False


class ParentsWords(Words):
    """The parent's own page, with what they sent back."""

    released_at: datetime
    acknowledged_at: datetime | None = None
    replies: tuple[Reply, ...] = ()
    others: tuple[OtherNotice, ...] = ()


@dataclass(frozen=True)
class Parents:
    """The parts of reporting that deal with parents, as one caller sees them."""

    door: Door

    async def page(self, case_id: UUID) -> ParentsPage:
        """Return the part "Parents" of a case; the read is recorded."""
        return ParentsPage.model_validate(await self.door.get(f"/cases/{case_id}/parents"))

    async def decide(self, case_id: UUID, body: Mapping[str, Any], key: str) -> bool:
        """Decide whether a parent is told; return whether they are."""
        answer = await self.door.post(f"/cases/{case_id}/parents", body, key)
        return answer["notice_id"] is not None

    async def act(self, case_id: UUID, notice_id: UUID, act: str) -> None:
        """Make a new code, or remind."""
        await self.door.post(f"/cases/{case_id}/parents/{notice_id}/{act}", {})

    async def open_notice(self, notice_id: UUID, code: str) -> str:
        """Return the ticket to a notice for whoever has its code; five wrong ones lock it."""
        answer = await self.door.post(f"/parent-notices/{notice_id}/open", {"code": code})
        return str(answer["ticket"])

    async def read_notice(self, notice_id: UUID, ticket: str) -> ParentsWords:
        """Return a notice to the browser that holds its ticket."""
        answer = await self.door.post(f"/parent-notices/{notice_id}/read", {"ticket": ticket})
        return ParentsWords.model_validate(answer)

    async def acknowledge_notice(self, notice_id: UUID, ticket: str) -> None:
        """Say that the parent has read it."""
        await self.door.post(f"/parent-notices/{notice_id}/acknowledge", {"ticket": ticket})

    async def reply(self, notice_id: UUID, ticket: str, act: str, words: str) -> None:
        """Send what the parent answers, or asks for."""
        body = {"ticket": ticket, "act": act, "words": words}
        await self.door.post(f"/parent-notices/{notice_id}/reply", body)
