"""What is written down about a step or a question of a case's procedure."""

from pydantic import Field

from services.reporting.cases.schemas import FreeText, NeededText, VersionSeen
from services.reporting.procedures.rules_conditions import Reply


class StepDone(VersionSeen):
    """That a step was done; `what` holds whatever the policy wants kept of it."""

    what: NeededText


class StepSkipped(VersionSeen):
    """That a step is left out, and why (G-16)."""

    reason: NeededText


class Answered(VersionSeen):
    """One answer; yes-or-no questions have a reply, the others only words."""

    question: str = Field(max_length=60)
    reply: Reply | None = None
    words: FreeText = ""
