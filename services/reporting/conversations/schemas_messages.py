"""Messages between those who read a case and whoever told."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from services.reporting.cases.schemas import Incoming, NeededText, VersionSeen
from services.reporting.come_back.schemas import CameBack, CardVisit, ComeBack
from services.reporting.concerns.schemas import Ring


class MessageWritten(VersionSeen):
    """A message to whoever told `concern_id`; a note is another form and never comes here."""

    concern_id: UUID
    text: NeededText


class SlipShown(ComeBack):
    """Three pictures, and the letters of the slip that a child was given with them."""

    locator: Annotated[str, StringConstraints(min_length=1, max_length=20)]


class ChildAnswer(SlipShown):
    """What a child writes back."""

    text: NeededText


class CardShown(CardVisit):
    """A class card that was shown; messages count as read only where `opens` is set."""

    opens: bool = True


class CardAnswer(CardVisit):
    """What a child writes back about one of the reports that they told with their card."""

    report_id: UUID
    text: NeededText


class ReporterAnswer(Incoming):
    """What a colleague writes back about their own report."""

    text: NeededText


class ForChild(BaseModel):
    """One message as a child reads it: from whom, on which day."""

    text: str
    sender: str
    sent_on: date


class ChildMessages(BaseModel):
    """The messages to a child, the newest first."""

    items: list[ForChild]


class ToldWithCard(CameBack):
    """One report of a child with a class card, and the messages about it, the newest first."""

    report_id: UUID
    messages: list[ForChild]


class CardMessages(BaseModel):
    """What a child told with their card in the last 30 days, the newest first."""

    items: list[ToldWithCard]


class ForReporter(BaseModel):
    """One message as a colleague reads it."""

    text: str
    sender: str
    sent_at: datetime


class ReporterMessages(BaseModel):
    """One of the caller's own reports, in a plain state, and the messages about it."""

    report_id: UUID
    reference: str
    sent_at: datetime
    state: Literal["received", "being_looked_at", "closed"]
    seen_at: datetime | None
    messages: list[ForReporter]


class Heard(BaseModel):
    """What was written back is with those who read the case; else whom to ring."""

    sent_at: datetime
    ring: Ring | None = None


class MessageShown(BaseModel):
    """One message as a reader of the case sees it, and when it was read."""

    concern_id: UUID
    text: str
    sender: str
    sent_at: datetime
    read_at: datetime | None
