"""Messages between those who read a case and whoever told, as reporting answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from frontend.clients.answers import Answer
from frontend.clients.http import Door
from frontend.clients.reporting_words import Ring


class ForChild(Answer):
    """One message to a child."""

    text: str
    sender: str
    sent_on: date


class ChildMessages(Answer):
    """The messages to a child, the newest first."""

    items: tuple[ForChild, ...] = ()


class ToldWithCard(Answer):
    """One report of a child with a class card, and the messages about it."""

    report_id: UUID
    has_message: bool = False
    messages: tuple[ForChild, ...] = ()


class ForReporter(Answer):
    """One message to a colleague who reported."""

    text: str
    sender: str
    sent_at: datetime


class MyReport(Answer):
    """One of my reports and the messages about it."""

    report_id: UUID
    reference: str
    sent_at: datetime
    state: str
    seen_at: datetime | None = None
    messages: tuple[ForReporter, ...] = ()


class Heard(Answer):
    """What was written back has arrived; whom to ring where nobody in school reads it."""

    sent_at: datetime
    ring: Ring | None = None


@dataclass(frozen=True)
class Messages:
    """The messages, as one caller sees them."""

    door: Door

    async def of_child(self, slip: Mapping[str, Any]) -> ChildMessages:
        """Return what was written to a child; a ServiceProblem 404 for other letters."""
        return ChildMessages.model_validate(await self.door.post("/come-back/messages", slip))

    async def child_answers(self, said: Mapping[str, Any], key: str) -> Heard:
        """Send what a child writes back."""
        return Heard.model_validate(await self.door.post("/come-back/answers", said, key))

    async def of_card(self, visit: str, *, opens: bool) -> Sequence[ToldWithCard]:
        """Return what a child told with their card, newest first; 404 for a dead card.

        Only where it `opens` them do messages come along and count as read.
        """
        shown = {"visit": visit, "opens": opens}
        found = (await self.door.post("/come-back/card", shown))["items"]
        return [ToldWithCard.model_validate(one) for one in found]

    async def card_answers(self, said: Mapping[str, Any], key: str) -> Heard:
        """Send what a child with a card writes back."""
        return Heard.model_validate(await self.door.post("/come-back/card-answers", said, key))

    async def of_report(self, report_id: UUID) -> MyReport:
        """Return one of this person's own reports; a ServiceProblem 404 for any other."""
        return MyReport.model_validate(await self.door.get(f"/staff-reports/{report_id}"))

    async def answer(self, report_id: UUID, words: str, key: str) -> Heard:
        """Send what this person writes back about their own report."""
        address = f"/staff-reports/{report_id}/answers"
        return Heard.model_validate(await self.door.post(address, {"text": words}, key))
