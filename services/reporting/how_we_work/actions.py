"""Keep that somebody has read a procedure, in the version that they were shown."""

from dataclasses import asdict
from typing import Final
from uuid import uuid5

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.how_we_work.models import ProcedureReading, ProcedureText
from services.reporting.how_we_work.queries import Drawn, drawn_for
from services.reporting.procedures.schemas import Library
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import Refused

HAS_CHANGED: Final = "This has changed since you opened it. Read it once more, then say so again."


async def note_reading(
    session: AsyncSession, library: Library, procedure_id: str, version: str, *, by: Caller
) -> None:
    """Keep the caller's receipt and what they read; the same receipt again changes nothing.

    Raises NotThere for a procedure that is none, Refused where `version` is not what stands there
    now: nobody signs for words that they were not shown.
    """
    drawn = await drawn_for(session, library, procedure_id, by.school_id)
    if drawn.version != version:
        raise Refused(HAS_CHANGED)
    now = clock.now()
    of = {"school_id": by.school_id, "procedure_id": procedure_id, "version": version}
    await _keep_text(session, drawn, {**of, "stored_at": now})
    once = insert(table_of(ProcedureReading)).on_conflict_do_nothing()
    stored = await session.execute(once, {**of, "person_id": by.person_id, "at": now})
    if stored.rowcount != 1:  # type: ignore[attr-defined]  # an insert's result is a cursor's
        return
    # the receipt has no id of its own: it is this person's for this version
    receipt = uuid5(by.person_id, f"{procedure_id}|{version}")
    await audit(
        session, actor=by, act="procedure.read", kind="procedure_reading", subject_id=receipt
    )


async def _keep_text(session: AsyncSession, drawn: Drawn, row: dict[str, object]) -> None:
    once = insert(table_of(ProcedureText)).on_conflict_do_nothing()
    await session.execute(once, {**row, "content": asdict(drawn.chart)})
