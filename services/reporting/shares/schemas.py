"""The shapes of shares, for the staff page and for the page of the person outside."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from services.reporting.cases.schemas import FreeText, NeededText, VersionSeen
from services.reporting.chronology.schemas import Line
from services.reporting.concerns.schemas import ConcernShown
from services.reporting.shares.rules import PartnerRole, ShareAct
from services.shared.link_codes import Ticket

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class ShareGiven(VersionSeen):
    """With whom the case is shared, until the evening of which day, and why.

    `facts` are what the police read; the other roles read what their view shows.
    """

    role: ShortText = ""
    name: ShortText = ""
    organisation: ShortText = ""
    email: ShortText = ""
    phone: ShortText = ""
    ends_on: date | None = None
    reason: FreeText = ""
    facts: FreeText = ""


class Shared(BaseModel):
    """What came of sharing."""

    case_id: UUID
    version: int
    share_id: UUID


class Answered(BaseModel):
    """One thing that the person outside wrote."""

    at: datetime
    act: ShareAct
    words: str


class ShareView(BaseModel):
    """One share as the safeguarding team sees it; `code` is read out, never mailed."""

    share_id: UUID
    role: PartnerRole
    name: str
    organisation: str
    email: str
    phone: str
    reason: str
    facts: str
    shared_by: str
    shared_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    is_open: bool
    is_locked: bool
    is_link_over: bool
    is_link_used: bool
    opened_at: datetime | None
    looks: int
    acknowledged_at: datetime | None
    code: str | None
    answers: list[Answered]


class SharesPage(BaseModel):
    """The part "Shared with" of a case. `why_not` where it cannot be shared now."""

    case_id: UUID
    reference: str
    version: int
    why_not: str | None
    lado_name: str
    lado_phone: str
    shares: list[ShareView]


class PartnersWords(Ticket):
    """What the person outside writes: advice, or a question."""

    act: ShareAct
    words: NeededText


class Contact(BaseModel):
    """Somebody at the school who works on the case."""

    name: str
    what: str


class Counts(BaseModel):
    """What a governor learns: numbers, no names and no words (G-22)."""

    concerns: int = Field(ge=0)
    children: int = Field(ge=0)
    days_open: int = Field(ge=0)
    steps_done: int = Field(ge=0)
    steps_open: int = Field(ge=0)
    steps_overdue: int = Field(ge=0)
    is_closed: bool


class SharedCase(BaseModel):
    """A case as one role sees it; what the role does not see is empty, not hidden."""

    school: str
    reference: str
    role: PartnerRole
    name: str
    shared_at: datetime
    ends_at: datetime
    acknowledged_at: datetime | None
    may_advise: bool
    answers: list[Answered]
    facts: str = ""
    subjects: list[str] = []
    children: list[str] = []
    concerns: list[ConcernShown] = []
    chronology: list[Line] = []
    contacts: list[Contact] = []
    counts: Counts | None = None


class OpenedShare(BaseModel):
    """The page, and the ticket that opens it again for half an hour."""

    ticket: str
    shared: SharedCase
