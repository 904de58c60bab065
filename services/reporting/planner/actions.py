"""Chase what is overdue: whoever leads the case is told, once a day and only in school hours."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.planner.models import CaseChase
from services.shared import clock
from services.shared.database import Database
from services.shared.directory import REPORTING_WORKER
from services.shared.events.reporting import CaseOverdue
from services.shared.queue import record
from services.shared.transactions import open_transaction

# Less than a day, so that the same hour of the next school day counts as the next time.
AGAIN_AFTER: Final = timedelta(hours=20)
AT_ONCE: Final = 1000
_FIRST: Final = UUID(int=0)
_OVERDUE: Final = text(
    "SELECT school_id, case_id, people FROM reporting.overdue_cases(:now, :since, :beyond, :most)"
)
_IN_SCHOOL: Final = text(
    "SELECT EXISTS (SELECT FROM directory.school_day WHERE school_id = :school_id"
    " AND kind = 'school' AND starts_at <= :now AND :now < ends_at)"
)


async def chase_overdue(database: Database) -> int:
    """Tell the people of every case in which something is overdue; return of how many cases.

    What is urgent outside school hours is the alert's to chase (G-11), not this.
    """
    now, beyond, told = clock.now(), _FIRST, 0
    while True:
        async with database.session() as session:
            overdue = await _overdue(session, now, beyond)
        by_school = defaultdict(list)
        for row in overdue:
            by_school[row.school_id].append(row)
        for school_id, rows in by_school.items():
            who = {"school_id": school_id, "person_id": REPORTING_WORKER}
            async with open_transaction(database, **who) as session:
                told += await _tell(session, school_id, rows)
        if len(overdue) < AT_ONCE:
            return told
        beyond = overdue[-1].case_id


async def _overdue(session: AsyncSession, now: datetime, beyond: UUID) -> Sequence[Any]:
    asked = {"now": now, "since": now - AGAIN_AFTER, "beyond": beyond, "most": AT_ONCE}
    return (await session.execute(_OVERDUE, asked)).all()


async def _tell(session: AsyncSession, school_id: UUID, rows: Sequence[Any]) -> int:
    now = clock.now()
    if not await session.scalar(_IN_SCHOOL, {"school_id": school_id, "now": now}):
        return 0
    for row in rows:
        known = {"school_id": school_id, "case_id": row.case_id}
        chase_id = uuid4()
        await session.execute(insert(CaseChase).values(id=chase_id, at=now, **known))
        for person_id in row.people:
            await record(session, CaseOverdue(**known, chase_id=chase_id, person_id=person_id))
    return len(rows)
