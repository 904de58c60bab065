"""Put together what working on one case needs."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change, make_change
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import CaseNow, case_ready_for
from services.reporting.cases.schemas import Moved
from services.reporting.procedures.adapters import CasePapers, Papers
from services.shared.callers import AnyStaff, Caller
from services.shared.transactions import Transaction


@dataclass(frozen=True)
class Work:
    """One case, whoever works on it, and with which papers."""

    session: AsyncSession
    case_id: UUID
    by: Caller
    papers: Papers

    async def case(self, version: int) -> CaseNow:
        """Return the case, unless it is closed, moved on, or not this caller's."""
        return await case_ready_for(
            self.session, self.case_id, Doing.NOTE, version=version, by=self.by.person_id
        )

    async def change(self, case: CaseNow, change: Change) -> int:
        """Store a change of the case; return its version."""
        return await make_change(self.session, case, change, by=self.by, keys=self.papers.keys)

    def moved(self, version: int) -> Moved:
        """Return where the case stands now."""
        return Moved(case_id=self.case_id, version=version)


async def _work(
    case_id: UUID, reader: AnyStaff, transaction: Transaction, papers: CasePapers
) -> Work:
    return Work(transaction, case_id, reader, papers)


WorkOnCase = Annotated[Work, Depends(_work, scope="function")]
