"""Ask reporting: with whom a case is shared, and what somebody outside sees of it and says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class Answered(Answer):
    """One thing that the person outside wrote."""

    at: datetime
    act: str
    words: str


class Share(Answer):
    """One share as the safeguarding team sees it; `code` is read out, never mailed."""

    share_id: UUID
    role: str
    name: str
    organisation: str = ""
    email: str = ""
    phone: str = ""
    reason: str = ""
    facts: str = ""
    shared_by: str = ""
    shared_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None
    is_open: bool = False
    is_locked: bool = False
    is_link_over: bool = False
    is_link_used: bool = False
    opened_at: datetime | None = None
    looks: int = 0
    acknowledged_at: datetime | None = None
    code: str | None = None
    answers: tuple[Answered, ...] = ()


class SharesPage(Answer):
    """The part "Shared with" of a case. `why_not` where it cannot be shared now."""

    case_id: UUID
    reference: str
    version: int
    why_not: str | None = None
    lado_name: str = ""
    lado_phone: str = ""
    shares: tuple[Share, ...] = ()


class WordsGiven(Answer):
    """One question and its answer, as given."""

    question: str
    answer: str
    drawing: str | None = None


class Concern(Answer):
    """What was told, as it was told."""

    source: str = ""
    received_at: datetime
    words: tuple[WordsGiven, ...] = ()
    reporter: str | None = None


class Line(Answer):
    """One line of the chronology."""

    at: datetime
    kind: str = ""
    actor: str | None = None
    text: str = ""


class Contact(Answer):
    """Somebody at the school who works on the case."""

    name: str
    what: str


class Counts(Answer):
    """What a governor learns: numbers."""

    concerns: int
    children: int
    days_open: int
    steps_done: int
    steps_open: int
    steps_overdue: int
    is_closed: bool


class SharedCase(Answer):
    """A case as one role sees it; what the role does not see is empty."""

    school: str
    reference: str
    role: str
    name: str
    shared_at: datetime
    ends_at: datetime
    acknowledged_at: datetime | None = None
    may_advise: bool = False
    answers: tuple[Answered, ...] = ()
    facts: str = ""
    subjects: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    concerns: tuple[Concern, ...] = ()
    chronology: tuple[Line, ...] = ()
    contacts: tuple[Contact, ...] = ()
    counts: Counts | None = None


@dataclass(frozen=True)
class Shares:
    """The parts of reporting that deal with people outside, as one caller sees them."""

    door: Door

    async def page(self, case_id: UUID) -> SharesPage:
        """Return the part "Shared with" of a case; the read is recorded."""
        return SharesPage.model_validate(await self.door.get(f"/cases/{case_id}/shares"))

    async def referral(self, case_id: UUID) -> bytes:
        """Return the referral to the LADO as a PDF; the read is recorded."""
        return (await self.door.fetch(f"/cases/{case_id}/shares/referral.pdf")).content

    async def share(self, case_id: UUID, body: Mapping[str, Any], key: str) -> None:
        """Share the case with one named person."""
        await self.door.post(f"/cases/{case_id}/shares", body, key)

    async def act(self, case_id: UUID, share_id: UUID, act: str) -> None:
        """Make a new link, or end the share."""
        await self.door.post(f"/cases/{case_id}/shares/{share_id}/{act}", {})

    async def open_share(self, link_id: UUID, code: str) -> str:
        """Return the ticket to a share for whoever has link and code; both work once."""
        answer = await self.door.post(f"/share-links/{link_id}/open", {"code": code})
        return str(answer["ticket"])

    async def read_share(self, link_id: UUID, ticket: str) -> SharedCase:
        """Return the view to the browser that holds its ticket; the look is recorded."""
        answer = await self.door.post(f"/share-links/{link_id}/read", {"ticket": ticket})
        return SharedCase.model_validate(answer)

    async def acknowledge(self, link_id: UUID, ticket: str) -> None:
        """Say that the person outside has it."""
        await self.door.post(f"/share-links/{link_id}/acknowledge", {"ticket": ticket})

    async def answer(self, link_id: UUID, ticket: str, act: str, words: str) -> None:
        """Send advice or a question."""
        body = {"ticket": ticket, "act": act, "words": words}
        await self.door.post(f"/share-links/{link_id}/answer", body)

    async def ask_fresh_link(self, link_id: UUID) -> None:
        """Ask for a fresh link; the answer never says whether one was mailed."""
        await self.door.post(f"/share-links/{link_id}/fresh", {})
