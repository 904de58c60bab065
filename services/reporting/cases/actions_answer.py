"""Answer the alert of a case: who takes it, triages it or says so has answered."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import CaseNow
from services.shared import clock
from services.shared.callers import Caller
from services.shared.events.reporting import CaseAcknowledged
from services.shared.queue import record


def answered_at(case: CaseNow) -> datetime:
    """Return the moment at which the case's alert was first answered: now, unless it was before."""
    return case.acknowledged_at or clock.now()


async def stop_ladder(session: AsyncSession, case: CaseNow, *, by: Caller) -> None:
    """Let nobody else be rung: a person has answered. `case` is as it was before the change."""
    if case.acknowledged_at is None:
        event = CaseAcknowledged(
            school_id=case.school_id, case_id=case.case_id, person_id=by.person_id
        )
        await record(session, event)
