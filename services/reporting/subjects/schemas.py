"""Which adult a case is about."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.reporting.cases.schemas import NeededText, VersionSeen


class SubjectNamed(VersionSeen):
    """The adults whom the case turns out to be about, and how that is known."""

    subject_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=5)]
    reason: NeededText
