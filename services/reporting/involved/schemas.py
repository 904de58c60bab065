"""Which part a child has in a case."""

from uuid import UUID

from pydantic import BaseModel

from services.reporting.cases.schemas import FreeText, NeededText, VersionSeen
from services.reporting.involved.rules import PupilRole


class ChildInvolved(VersionSeen):
    """A child and their part; how it is known, where somebody wants to say."""

    pupil_id: UUID
    role: PupilRole
    reason: FreeText = ""


class ChildUnmasked(VersionSeen):
    """Which child told one concern without a name, which part they have, and how it is known."""

    concern_id: UUID
    pupil_id: UUID
    role: PupilRole
    reason: NeededText


class UnmaskedShown(BaseModel):
    """A concern and the child who is recorded as having told it."""

    concern_id: UUID
    pupil_id: UUID
    display_name: str
