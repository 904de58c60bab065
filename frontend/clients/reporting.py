"""Ask reporting: what was told, what is done about it, what leaves as an export."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from frontend.clients.answers import Answer
from frontend.clients.case_pages import Case
from frontend.clients.http import Door
from frontend.clients.reporting_messages import Messages
from frontend.clients.reporting_overview import Overview
from frontend.clients.reporting_planner import Planner
from frontend.clients.reporting_words import Ring, Words


class HeardBy(Answer):
    """A grown-up who hears what was told."""

    display_name: str


class PupilReceipt(Answer):
    """What a child sees after sending."""

    come_back: tuple[str, ...] = ()
    locator: str = ""
    heard_by: tuple[HeardBy, ...] = ()
    promise: str = ""
    ring: Ring | None = None


class ComeBack(Answer):
    """What a child sees who comes back: have_it, or read."""

    state: str
    read_by: tuple[str, ...] = ()
    sent_on: str | None = None
    has_message: bool = False


class OutsideReceipt(Answer):
    """What an adult outside the school sees after sending."""

    reference: str
    sent_at: datetime
    is_heard: bool
    ring: Ring | None = None


class StaffReceipt(Answer):
    """What a reporter sees after sending."""

    report_id: UUID
    reference: str
    sent_at: datetime
    heard_by: tuple[str, ...] = Field(default=(), alias="with")
    ring: Ring | None = None
    lado_code: str | None = None


class StaffReportRow(Answer):
    """One of my reports: received, being_looked_at or closed."""

    report_id: UUID
    reference: str
    sent_at: datetime
    state: str
    seen_at: datetime | None = None
    messages: int = 0
    unread: int = 0


class InboxRow(Answer):
    """One case in the inbox of somebody who may read it."""

    case_id: UUID
    reference: str
    severity: str | None = None
    danger: bool = False
    state: str
    kind: str | None = None
    source: str = ""
    pupils: tuple[str, ...] = ()
    waiting_since: datetime
    owner: str | None = None
    is_mine: bool = False


class Counts(Answer):
    """How many cases are new, mine and open."""

    new: int = 0
    mine: int = 0
    open: int = 0


class Inbox(Answer):
    """The cases that wait, most pressing first."""

    items: tuple[InboxRow, ...] = ()
    next_cursor: str | None = None
    counts: Counts = Counts()


class WordsRow(Answer):
    """A child who chose me."""

    case_id: UUID
    received_at: datetime
    talked_at: datetime | None = None


class WordsPage(Answer):
    """The words as given, for the adult whom the child chose."""

    case_id: UUID
    received_at: datetime
    words: tuple[Words, ...] = ()
    talked_at: datetime | None = None


class Manifest(Answer):
    """What an archive says of itself, as far as its maker is shown."""

    drawings: int = 0


class Export(Answer):
    """An archive that was made; the passphrase is told once."""

    export_id: UUID
    passphrase: str
    file_name: str = ""
    manifest: Manifest = Manifest()


class Asked(Answer):
    """A question that a procedure asks; `choices` where it offers a list."""

    key: str
    text: str
    choices: tuple[str, ...] = ()


class FirstResponse(Answer):
    """What whoever sees this kind of thing does first, and never."""

    kind: str
    title: str
    about: str = ""
    risk_area: str = "not_sure"
    first: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    asks: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Reporting:
    """Reporting, as one caller sees it."""

    door: Door

    @property
    def messages(self) -> Messages:
        """Return the messages, as the same caller sees them."""
        return Messages(self.door)

    async def send_pupil_report(self, report: Mapping[str, Any], key: str) -> PupilReceipt:
        """Send what a child told; the same key and words are one report."""
        return PupilReceipt.model_validate(await self.door.post("/pupil-reports", report, key))

    async def come_back(self, tried: Mapping[str, Any]) -> ComeBack:
        """Return whether somebody has read it; a ServiceProblem 404 for other pictures."""
        return ComeBack.model_validate(await self.door.post("/come-back", tried))

    async def say_again(self, said: Mapping[str, Any], key: str) -> PupilReceipt:
        """Say that it goes on, or that somebody must come now; the answer has no pictures."""
        return PupilReceipt.model_validate(await self.door.post("/come-back/again", said, key))

    async def say_again_with_card(self, said: Mapping[str, Any], key: str) -> PupilReceipt:
        """Say the same about what was told last with a class card; 404 for a dead card."""
        found = await self.door.post("/come-back/card-again", said, key)
        return PupilReceipt.model_validate(found)

    async def send_outside_report(self, report: Mapping[str, Any], key: str) -> OutsideReceipt:
        """Send what an adult without an account saw or heard."""
        return OutsideReceipt.model_validate(await self.door.post("/outside-reports", report, key))

    async def send_staff_report(self, report: Mapping[str, Any], key: str) -> StaffReceipt:
        """Send what a member of staff saw or heard."""
        return StaffReceipt.model_validate(await self.door.post("/staff-reports", report, key))

    async def first_response(self, kind: str) -> FirstResponse:
        """Return the card for one kind of concern."""
        return FirstResponse.model_validate(await self.door.get(f"/first-response/{kind}"))

    async def my_reports(self) -> Sequence[StaffReportRow]:
        """Return what this person reported, newest first."""
        answer = await self.door.get("/staff-reports")
        return [StaffReportRow.model_validate(one) for one in answer["items"]]

    async def inbox(self, cursor: str | None = None) -> Inbox:
        """Return the cases that this person may read, most pressing first."""
        params = {"cursor": cursor} if cursor else None
        return Inbox.model_validate(await self.door.get("/inbox", params))

    async def overview(self) -> Overview:
        """Return the last week in the cases that this person reads."""
        return Overview.model_validate(await self.door.get("/overview"))

    async def planner(self, cursor: str | None = None) -> Planner:
        """Return what waits in the cases that this person reads."""
        params = {"cursor": cursor} if cursor else None
        return Planner.model_validate(await self.door.get("/planner", params))

    async def case(self, case_id: UUID) -> Case:
        """Return one case, shaped as its page; the read is recorded."""
        return Case.model_validate(await self.door.get(f"/cases/{case_id}"))

    async def act_on_case(self, case_id: UUID, act: str, body: Mapping[str, Any], key: str) -> None:
        """Do one act: take, release, acknowledge, triage, notes, outcome, close, answers or a step.

        `body` carries the version that the page showed; 409 says who was first.
        """
        await self.door.post(f"/cases/{case_id}/{act}", body, key)

    async def link_device(self, case_id: UUID) -> UUID:
        """Return the opaque link by which devices know this case; made where there is none."""
        answer = await self.door.post(f"/cases/{case_id}/device-link", {})
        return UUID(answer["device_link_id"])

    async def words(self) -> Sequence[WordsRow]:
        """Return the children who chose this person."""
        return [WordsRow.model_validate(one) for one in (await self.door.get("/words"))["items"]]

    async def words_of(self, case_id: UUID) -> WordsPage:
        """Return the words as given, for the chosen adult."""
        return WordsPage.model_validate(await self.door.get(f"/words/{case_id}"))

    async def talked(self, case_id: UUID, key: str) -> None:
        """Record "I have talked with them"."""
        await self.door.post(f"/words/{case_id}/talked", {}, key)

    async def make_export(self, pupil_id: UUID, reason: str, key: str) -> Export:
        """Make the archive of one pupil."""
        body = {"pupil_id": str(pupil_id), "reason": reason}
        return Export.model_validate(await self.door.post("/exports", body, key))

    async def export(self, export_id: UUID) -> bytes:
        """Return the archive's bytes, for its maker, for a day."""
        return (await self.door.fetch(f"/exports/{export_id}")).content

    def changes(self) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Listen to "something changed" until the listener goes or the token ends."""
        return self.door.stream("/inbox/changes")
