"""What colleagues are asked to do because of a case, as reporting shapes it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class Assignment(Answer):
    """One thing somebody is asked to do; the case is named to its readers alone."""

    id: UUID
    kind: str = ""
    words: str
    asked: str = ""
    is_mine: bool = False
    asked_by: str = ""
    at: datetime
    due_on: date
    standing: str = "open"
    case_id: UUID | None = None
    reference: str | None = None
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


class Page(Answer):
    """One page of assignments; `today` is the school's day."""

    today: date
    items: tuple[Assignment, ...] = ()
    next_cursor: str | None = None


class Fidelity(Answer):
    """How well a case's procedure was followed, counted at its closing."""

    required: int
    in_time: int
    late: int
    skipped: int
    not_needed: int


@dataclass(frozen=True)
class Assignments:
    """Assignments, as one caller sees them."""

    door: Door

    async def mine(self, cursor: str | None = None) -> Page:
        """Return what this person is asked to do."""
        params = {"cursor": cursor} if cursor else None
        return Page.model_validate(await self.door.get("/assignments", params))

    async def plan(self, *, is_done: bool, cursor: str | None = None) -> Page:
        """Return the action plan of the cases that this person reads: open, or ticked off."""
        params = {"done": "true" if is_done else "false"} | ({"cursor": cursor} if cursor else {})
        return Page.model_validate(await self.door.get("/action-plan", params))

    async def answer(self, assignment_id: UUID, words: str) -> None:
        """Write down what came of it; 409 where somebody was first."""
        await self.door.post(f"/assignments/{assignment_id}/answer", {"words": words})
