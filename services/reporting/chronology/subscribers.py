"""What reporting does when devices or notifications tell a fact."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import add_readers, note_happening, tell_screens
from services.reporting.cases.models import DeviceLink, Scope
from services.reporting.cases.queries import is_kept_out
from services.reporting.cases.rules import Reader
from services.shared.audit import audit
from services.shared.callers import system_caller
from services.shared.directory import REPORTING_WORKER
from services.shared.events.devices import DeviceStateChanged
from services.shared.events.notifications import AlertClimbed, ProcedureTold
from services.shared.events.reporting import CaseReadersChanged
from services.shared.queue import record


async def hear_device(session: AsyncSession, event: DeviceStateChanged) -> None:
    """Note in the case's chronology what became of a linked device; unknown links are nobody's."""
    asked = select(DeviceLink.case_id).where(DeviceLink.link_id == event.link_id)
    case_id = await session.scalar(asked) if event.link_id else None
    if case_id is None:
        return
    worker = system_caller(REPORTING_WORKER, event.school_id)
    kind = f"device_{event.state}"
    await note_happening(session, case_id, kind, source_id=uuid4(), by=worker)
    await tell_screens(session, case_id)


async def hear_climb(session: AsyncSession, event: AlertClimbed) -> None:
    """Let the person whom the ladder asks next read the case, unless they are kept out (G-11)."""
    await _let_in(session, event, "alert_climbed")


async def hear_procedure_told(session: AsyncSession, event: ProcedureTold) -> None:
    """Let the person whom the case's procedure names read it, unless they are kept out (G-12)."""
    await _let_in(session, event, "told_by_procedure")


async def _let_in(session: AsyncSession, event: AlertClimbed | ProcedureTold, why: str) -> None:
    if await is_kept_out(session, event.case_id, event.person_id):
        return
    worker = system_caller(REPORTING_WORKER, event.school_id)
    reader = Reader(event.person_id, Scope.WHOLE, why)
    await add_readers(session, event.case_id, [reader], by=worker)
    await note_happening(session, event.case_id, why, source_id=uuid4(), by=worker)
    await audit(
        session,
        actor=worker,
        act="case.readers_changed",
        kind="case",
        subject_id=event.case_id,
        facts={"added": str(event.person_id), "why": why},
    )
    await record(session, CaseReadersChanged(school_id=event.school_id, case_id=event.case_id))
    await tell_screens(session, event.case_id)
