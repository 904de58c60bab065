"""What reporting tells the others: ids only, never a word of a concern."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ReportingEvent(BaseModel):
    """A fact about a case; `version` is the payload's shape."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    case_id: UUID


class ConcernReceived(ReportingEvent):
    """A concern was stored and a case opened for it."""

    concern_id: UUID
    urgency: Literal["critical", "high", "medium", "low"]


class CaseReadersChanged(ReportingEvent):
    """Somebody may read the case now who could not, or the other way round."""


class CaseAcknowledged(ReportingEvent):
    """Somebody who may read the case answered."""

    person_id: UUID


class CaseClosed(ReportingEvent):
    """The case was closed."""
