"""Let whoever manages a case about an adult read it, once that adult is known."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import add_readers
from services.reporting.cases.models import CaseExclusion, Why
from services.reporting.cases.queries import is_kept_out, school_staff, whole_readers
from services.reporting.cases.rules import case_managers
from services.reporting.procedures.queries import pinned_procedure
from services.reporting.procedures.schemas import Library
from services.shared.callers import Caller
from services.shared.events.reporting import CaseReadersChanged
from services.shared.queue import record

ALLEGATION: Final = "allegation"


async def let_manager_in(
    session: AsyncSession, case_id: UUID, library: Library, *, by: Caller
) -> None:
    """Add the case manager of a case about an adult to its readers.

    The head manages it, or the chair where the head is kept out (G-13). While nobody knows whom
    it is about it could be the head, and nobody is added (G-35).
    """
    pinned = await pinned_procedure(session, case_id)
    known = library.procedures.get(pinned.procedure_id) if pinned else None
    kept_out = await kept_out_of(session, case_id)
    if known is None or known.confidential != ALLEGATION or Why.SUBJECT not in kept_out.values():
        return
    seats = (await school_staff(session, by.school_id)).seats
    reading = set(await whole_readers(session, case_id))
    new = [one for one in case_managers(seats, kept_out) if one.person_id not in reading]
    if new:
        await add_readers(session, case_id, new, by=by)
        await record(session, CaseReadersChanged(school_id=by.school_id, case_id=case_id))


async def kept_out_of(session: AsyncSession, case_id: UUID) -> Mapping[UUID, Why]:
    """Return who is kept out of a case now; being its subject is the reason that counts."""
    asked = select(CaseExclusion.person_id, CaseExclusion.why)
    rows = (await session.execute(asked.where(CaseExclusion.case_id == case_id))).all()
    standing = [row for row in rows if await is_kept_out(session, case_id, row.person_id)]
    subject_last = sorted(standing, key=lambda row: row.why == Why.SUBJECT)
    return {row.person_id: Why(row.why) for row in subject_last}
