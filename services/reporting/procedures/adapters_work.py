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
from services.reporting.procedures.actions_plan import plan_case
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

    async def case(self, version: int, doing: Doing = Doing.NOTE) -> CaseNow:
        """Return the case where `doing` may be done with the version that the caller saw.

        Raises NotThere for whoever does not read it, SomebodyWasFirst where it has moved on, and
        Refused with the sentence that the page shows too.
        """
        return await case_ready_for(
            self.session, self.case_id, doing, version=version, by=self.by.person_id
        )

    async def change(self, case: CaseNow, change: Change) -> int:
        """Store a change of the case; return its version."""
        return await make_change(self.session, case, change, by=self.by, keys=self.papers.keys)

    async def moved(self, version: int) -> Moved:
        """Plan the case anew; return where it stands now."""
        await plan_case(self.session, self.case_id, self.papers.library)
        return Moved(case_id=self.case_id, version=version)

    async def finish(self, case: CaseNow, change: Change) -> Moved:
        """Store the one change that an act makes; return where the case stands now."""
        return await self.moved(await self.change(case, change))


async def _work(
    case_id: UUID, reader: AnyStaff, transaction: Transaction, papers: CasePapers
) -> Work:
    return Work(transaction, case_id, reader, papers)


WorkOnCase = Annotated[Work, Depends(_work, scope="function")]
