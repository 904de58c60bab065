"""Let what comes from outside the school land on a case: nobody there knows its version."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change, make_change
from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.queries import case_now
from services.shared.callers import Caller

_CASE: Final = text("SELECT FROM reporting.case_summary WHERE case_id = :case_id FOR UPDATE")


async def land(
    session: AsyncSession, case_id: UUID, change: Change, *, by: Caller, keys: CaseKeys
) -> int:
    """Store `change` as the case's next version and return that version.

    Of two who write in a case at once, whoever is outside waits and loses nothing.
    """
    await session.execute(_CASE, {"case_id": case_id})
    case = await case_now(session, case_id)
    return await make_change(session, case, change, by=by, keys=keys)
