"""Write down what was done about a step, or what was answered: rows that only grow."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.procedures.models import CaseAnswer, StepEntry
from services.reporting.procedures.rules_conditions import Reply
from services.reporting.procedures.rules_engine import Act
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.callers import Caller


@dataclass(frozen=True)
class Entering:
    """Whose entry it is, in which case, and the change in which its words lie."""

    session: AsyncSession
    case_id: UUID
    by: Caller
    change_version: int

    async def step(self, procedure_id: str, step_key: str, act: Act) -> None:
        """Enter that a step was done, or left out."""
        known = StepEntry.case_id == self.case_id, StepEntry.step_key == step_key
        last = await self.session.scalar(select(func.max(StepEntry.version)).where(*known))
        row = {
            **self._base(last),
            "step_key": step_key,
            "procedure_id": procedure_id,
            "act": act.value,
        }
        await self.session.execute(insert(table_of(StepEntry)), row)

    async def answer(self, question: str, reply: Reply | None) -> None:
        """Enter an answer; None where it is only words."""
        known = CaseAnswer.case_id == self.case_id, CaseAnswer.question == question
        last = await self.session.scalar(select(func.max(CaseAnswer.version)).where(*known))
        row = {**self._base(last), "question": question, "reply": reply}
        await self.session.execute(insert(table_of(CaseAnswer)), row)

    def _base(self, last: int | None) -> dict[str, Any]:
        return {
            "case_id": self.case_id,
            "version": (last or 0) + 1,
            "school_id": self.by.school_id,
            "change_version": self.change_version,
            "at": clock.now(),
            "actor_id": self.by.person_id,
        }
