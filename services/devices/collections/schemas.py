"""The shapes of giving a device back and of telling a parent."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from services.devices.custody.schemas import Prose, Written
from services.devices.notices.rules import Answer

# A drawn signature: at most 60 strokes of 2 to 400 points on a field of 1000 by 400.
Point = tuple[Annotated[int, Field(ge=0, le=1000)], Annotated[int, Field(ge=0, le=400)]]
Stroke = Annotated[list[Point], Field(min_length=2, max_length=400)]
Strokes = Annotated[list[Stroke], Field(min_length=1, max_length=60)]


class Return(Written):
    """Given back to a listed guardian, or to somebody they named, who showed who they are (G-08).

    They sign by typing their name or by drawing: strokes of points, never a picture.
    """

    guardian_id: UUID | None = None
    collector_id: UUID | None = None
    identity_checked: bool
    identity_how: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
    signed_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    signature: Strokes | None = None
    condition: Prose | None = None


class TellParent(Written):
    """A named person's decision: the question must be answered, a yes with its reason (G-17)."""

    guardian_id: UUID
    would_telling_put_child_at_risk: Answer | None = None
    reason: Prose | None = None


class Decided(BaseModel):
    """What came of the decision; `notice_id` is None where the parent is not told."""

    notice_id: UUID | None
    sentence: str
