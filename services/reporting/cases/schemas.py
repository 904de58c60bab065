"""What text may come in, and what a change of a case must say."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from services.reporting.cases.models import Kind, RiskArea, Severity
from services.shared.pasted_files import why_not_text

LONGEST_TEXT: Final = 10_000


def _only_words(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise PydanticCustomError("too_long", "Please use at most 10,000 characters.")
    why_not = why_not_text(text)
    if why_not is not None:
        raise PydanticCustomError("pasted_file", "{why_not}", {"why_not": why_not})
    return text.strip()


def _something(text: str) -> str:
    if not text:
        raise PydanticCustomError("missing_text", "Please write something here.")
    return text


FreeText = Annotated[str, AfterValidator(_only_words)]
NeededText = Annotated[str, AfterValidator(_only_words), AfterValidator(_something)]


class Incoming(BaseModel):
    """The base of every body: nothing that is not named comes in (T6, ASVS 15.3.3)."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class VersionSeen(Incoming):
    """The version of the case that the caller looked at."""

    version: int = Field(ge=0)


class NoteWritten(VersionSeen):
    """A note for the case."""

    text: NeededText


class OutcomeWritten(VersionSeen):
    """What came of it."""

    text: NeededText


class Triaging(VersionSeen):
    """What a reader makes of the case; `reason` where the severity goes down (G-16).

    `cleared_ids` are people whose names stand in the words but whom the case is not about;
    `procedure` is what the case runs from now on, by its kind unless given.
    """

    severity: Severity
    risk_area: RiskArea
    kind: Kind
    pupil_ids: tuple[UUID, ...] = Field(default=(), max_length=40)
    cleared_ids: tuple[UUID, ...] = Field(default=(), max_length=20)
    reason: FreeText | None = None
    procedure: str | None = Field(default=None, max_length=60)


class Moved(BaseModel):
    """Where a case stands after a change."""

    case_id: UUID
    version: int
