"""Give a case its procedure, in the version of this day."""

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import CaseNow
from services.reporting.procedures.models import CaseProcedure, ProcedureDefinition
from services.reporting.procedures.queries import (
    class_teachers,
    pinned_procedure,
    running_procedure,
)
from services.reporting.procedures.rules_facts import DECIDING, Settings
from services.reporting.procedures.rules_notices import who_is_told
from services.reporting.procedures.schemas import Library, as_stored
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.callers import Caller
from services.shared.directory import profile_of
from services.shared.events.reporting import ProcedureTells, RoleToTell
from services.shared.queue import record

CLASS_TEACHER = "class_teacher"


async def pin_procedure(
    session: AsyncSession, case_id: UUID, procedure_id: str, library: Library, *, by: Caller
) -> None:
    """Let a case run `procedure_id` as it and the school's profile stand now; kept for good."""
    version = library.versions[procedure_id]
    await _store_definition(session, procedure_id, library, by)
    earlier = await pinned_procedure(session, case_id)
    row = {
        "case_id": case_id,
        "number": earlier.number + 1 if earlier else 1,
        "school_id": by.school_id,
        "procedure_id": procedure_id,
        "procedure_version": version,
        "settings": _deciding(await profile_of(session, by.school_id)),
        "at": clock.now(),
        "actor_id": by.person_id,
    }
    await session.execute(insert(table_of(CaseProcedure)), row)


async def tell_roles(session: AsyncSession, case: CaseNow, library: Library, *, by: Caller) -> None:
    """Let notifications tell the roles that the case's procedure names as it stands now.

    Said again after every answer: whoever was told already hears nothing twice.
    """
    running = await running_procedure(session, case, library)
    if running is None:
        return
    told = who_is_told(
        running.procedure,
        (running.said, running.facts),
        running.settings,
        clock.now(),
        running.calendar,
    )
    teachers = await class_teachers(session, case.case_id)
    roles = tuple(
        RoleToTell(
            role=one.role,
            form=one.form,
            at=one.at,
            people=teachers if one.role == CLASS_TEACHER else (),
        )
        for one in told
    )
    if roles:
        event = ProcedureTells(
            school_id=case.school_id,
            case_id=case.case_id,
            urgency=case.severity,
            by_id=by.person_id,
            roles=roles,
        )
        await record(session, event)


async def _store_definition(
    session: AsyncSession, procedure_id: str, library: Library, by: Caller
) -> None:
    row = {
        "school_id": by.school_id,
        "procedure_id": procedure_id,
        "version": library.versions[procedure_id],
        "content": as_stored(library.procedures[procedure_id]),
        "stored_at": clock.now(),
    }
    once = insert_once(table_of(ProcedureDefinition)).on_conflict_do_nothing()
    await session.execute(once, row)


def _deciding(settings: Settings) -> dict[str, object]:
    return {key: settings[key] for key in DECIDING if key in settings}
