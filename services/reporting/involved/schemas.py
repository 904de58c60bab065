"""Which part a child has in a case."""

from uuid import UUID

from services.reporting.cases.schemas import FreeText, VersionSeen
from services.reporting.involved.rules import PupilRole


class ChildInvolved(VersionSeen):
    """A child and their part; how it is known, where somebody wants to say."""

    pupil_id: UUID
    role: PupilRole
    reason: FreeText = ""
