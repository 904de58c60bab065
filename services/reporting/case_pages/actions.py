"""Open the page of a case, and give a case the id by which devices know it."""

from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.case_pages.queries import case_page
from services.reporting.case_pages.schemas import CasePage, DeviceLinked
from services.reporting.cases.actions import mark_read, note_happening, tell_screens
from services.reporting.cases.models import DeviceLink
from services.reporting.cases.permissions import Doing, why_not
from services.reporting.cases.queries import case_now, device_link_of, standing_of
from services.reporting.procedures.adapters import Papers
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import Refused
from services.shared.events.reporting import CaseOpened
from services.shared.queue import record


async def open_page(
    session: AsyncSession, case_id: UUID, *, by: Caller, papers: Papers
) -> CasePage:
    """Return the page of a case; the first opening is what the child sees as "has read this".

    The audit row comes first: a read that cannot be written down is refused (G-20).
    """
    case = await case_now(session, case_id)
    await audit(session, actor=by, act="case.read", kind="case", subject_id=case_id)
    if await mark_read(session, case_id, "opened", by=by):
        await note_happening(session, case_id, "opened_by_reader", source_id=by.person_id, by=by)
        event = CaseOpened(school_id=by.school_id, case_id=case_id, person_id=by.person_id)
        await record(session, event)
    return await case_page(session, case, reader=by, papers=papers)


async def link_device(session: AsyncSession, case_id: UUID, *, by: Caller) -> DeviceLinked:
    """Give the case an opaque id for a device; the same one every time.

    Raises NotThere for whoever does not read the case, Refused once it is closed.
    """
    case = await case_now(session, case_id)
    sentence = why_not(Doing.LINK_DEVICE, await standing_of(session, case, asked_by=by.person_id))
    if sentence is not None:
        raise Refused(sentence)
    fresh = {"link_id": uuid4(), "case_id": case_id, "school_id": by.school_id, "at": clock.now()}
    once = insert_once(table_of(DeviceLink)).on_conflict_do_nothing()
    stored = await session.execute(once, fresh)
    link_id = await device_link_of(session, case_id)
    assert link_id is not None  # noqa: S101  # ours, or the one that stood already
    if stored.rowcount == 1:  # type: ignore[attr-defined]  # an insert's is a cursor's
        await note_happening(session, case_id, "device_linked", source_id=link_id, by=by)
        await audit(session, actor=by, act="case.device_linked", kind="case", subject_id=case_id)
        await tell_screens(session, case_id)
    return DeviceLinked(device_link_id=link_id)
