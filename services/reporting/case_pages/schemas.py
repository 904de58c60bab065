"""The page of a case, shaped as its reader sees it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from services.reporting.assignments.schemas import AssignmentShown
from services.reporting.case_pages.schemas_procedure import Choice, ProcedureShown
from services.reporting.chronology.schemas import Line
from services.reporting.closing.schemas import FidelityShown
from services.reporting.concerns.schemas import ConcernShown, Ring
from services.reporting.conversations.schemas_messages import MessageShown
from services.reporting.involved.schemas import UnmaskedShown
from services.reporting.joining.schemas import CaseNamed, PartShown


class PupilShown(BaseModel):
    """A child whom the case is linked with, and what makes them more vulnerable (D-5.1.1-1)."""

    id: UUID
    display_name: str
    role: str
    flags: list[str]


class Colleague(BaseModel):
    """A colleague who could lead the case, or be asked for something because of it."""

    person_id: UUID
    display_name: str


class KeptOut(BaseModel):
    """Somebody who does not see this case, and why; readers of the whole case see that."""

    person_id: UUID
    display_name: str
    why: str


class CasePage(BaseModel):
    """Everything the page of a case shows; `may` has None or the sentence that refuses."""

    case_id: UUID
    reference: str
    state: str
    severity: str
    danger: bool
    risk_area: str
    kind: str
    source: str
    opened_at: datetime
    version: int
    has_outcome: bool
    paused_until: date | None
    owner: str | None
    is_mine: bool
    readers: list[str]
    colleagues: list[Colleague]
    kept_out: list[KeptOut]
    concerns: list[ConcernShown]
    pupils: list[PupilShown]
    messages: list[MessageShown]
    chronology: list[Line]
    may: dict[str, str | None]
    procedure: ProcedureShown | None
    procedures: list[Choice]
    procedure_by_kind: dict[str, str]
    device_link_id: UUID | None
    outcome: str | None
    closed_reason: str | None
    close_needs_lado: bool
    is_about_adult: bool
    ring: Ring | None
    assignments: list[AssignmentShown]
    askable: list[Colleague]
    fidelity: FidelityShown | None
    unmasked: list[UnmaskedShown]
    joined_to: CaseNamed | None
    parts: list[PartShown]


class DeviceLinked(BaseModel):
    """The opaque id by which devices know the case."""

    device_link_id: UUID
