"""A contact with an agency, and a decision with its reason."""

from datetime import date
from typing import Literal

from pydantic import Field

from services.reporting.agencies.rules import Way
from services.reporting.cases.schemas import FreeText, NeededText, VersionSeen


class Contacted(VersionSeen):
    """That an agency was reached: by whom it was answered, and what came of it.

    `number` is the telephone number rung, `minutes_on_hold` how long nobody answered, `reference`
    the agency's own, `chase_on` the day on which to ask again (none: nothing is waited for).
    """

    agency: str = Field(max_length=40)
    way: Way
    spoke_to: FreeText = ""
    number: FreeText = ""
    minutes_on_hold: int = Field(default=0, ge=0, le=600)
    reference: FreeText = ""
    what: NeededText
    chase_on: date | None = None


class Decided(VersionSeen):
    """What was decided, about what, and why (G-16)."""

    about: Literal["police", "parents", "agency", "viewing", "deletion", "other"]
    decision: NeededText
    reason: NeededText
