"""One case, as reporting shapes its page."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from frontend.clients.answers import Answer
from frontend.clients.procedures import Choice, Procedure
from frontend.clients.reporting_assignments import Assignment, Fidelity
from frontend.clients.reporting_words import Ring, Words


class Version(Answer):
    """What was told before it was told in other words."""

    sent_at: datetime
    words: tuple[Words, ...] = ()


class Concern(Answer):
    """What somebody told, as it was given, and what they told before that."""

    id: UUID
    source: str = ""
    received_at: datetime
    words: tuple[Words, ...] = ()
    reporter: str | None = None
    earlier: tuple[Version, ...] = ()


class Happening(Answer):
    """One row of a case's chronology."""

    at: datetime
    kind: str = ""
    actor: str | None = None
    text: str = ""


class CasePupil(Answer):
    """A child whom a case is linked with."""

    id: UUID
    display_name: str
    role: str = ""
    flags: tuple[str, ...] = ()


class KeptOut(Answer):
    """Somebody who does not see a case, and why."""

    person_id: UUID
    display_name: str
    why: str


class Colleague(Answer):
    """A colleague who could lead a case, or be asked for something because of it."""

    person_id: UUID
    display_name: str


class Unmasked(Answer):
    """A concern and the child who is recorded as having told it without a name."""

    concern_id: UUID
    pupil_id: UUID
    display_name: str


class CaseNamed(Answer):
    """Another case that this person reads."""

    case_id: UUID
    reference: str


class CasePart(CaseNamed):
    """A case that is a part of this one: its words and its own time line."""

    state: str = ""
    concerns: tuple[Concern, ...] = ()
    chronology: tuple[Happening, ...] = ()


class Message(Answer):
    """What was written to whoever told one concern, and when they read it."""

    concern_id: UUID
    text: str
    sender: str
    sent_at: datetime
    read_at: datetime | None = None


class Case(Answer):
    """A case, shaped as its page. `may` names each act: None, or the sentence why not."""

    case_id: UUID
    reference: str
    state: str
    severity: str | None = None
    danger: bool = False
    risk_area: str | None = None
    kind: str | None = None
    opened_at: datetime
    version: int
    owner: str | None = None
    readers: tuple[str, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    paused_until: date | None = None
    messages: tuple[Message, ...] = ()
    concerns: tuple[Concern, ...] = ()
    pupils: tuple[CasePupil, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()
    ring: Ring | None = None
    chronology: tuple[Happening, ...] = ()
    may: Mapping[str, str | None] = Field(default_factory=dict)
    procedure: Procedure | None = None
    procedures: tuple[Choice, ...] = ()
    procedure_by_kind: Mapping[str, str] = Field(default_factory=dict)
    device_link_id: UUID | None = None
    outcome: str | None = None
    closed_reason: str | None = None
    close_needs_lado: bool = False
    is_about_adult: bool = False
    assignments: tuple[Assignment, ...] = ()
    askable: tuple[Colleague, ...] = ()
    fidelity: Fidelity | None = None
    unmasked: tuple[Unmasked, ...] = ()
    joined_to: CaseNamed | None = None
    parts: tuple[CasePart, ...] = ()
