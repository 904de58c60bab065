"""What a case that is kept takes over from the one joined to it: readers, children, answers."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import insert

from services.reporting.cases.actions import link_pupils, lock_cases, set_readers
from services.reporting.cases.models import CasePupilRole, Scope, Why
from services.reporting.cases.queries import CaseNow, is_kept_out, joined_with, whole_readers
from services.reporting.cases.rules import Reader, Readership
from services.reporting.joining.queries import children_of, kept_out_of_any, parts_given
from services.reporting.joining.rules import answers_taken_over
from services.reporting.procedures.actions_entries import Entering
from services.reporting.procedures.adapters_work import Work
from services.reporting.procedures.queries import running_procedure
from services.reporting.procedures.rules_conditions import Reply
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.errors import Refused
from services.shared.events.reporting import CaseReadersChanged
from services.shared.queue import record

STILL_OUT: Final = (
    "Somebody is kept out of one of these cases until triage and was let into the other one."
    " Triage the first before you join them."
)


async def one_readership(work: Work, into_id: UUID) -> Mapping[UUID, Why]:
    """Let all parts of both cases have the same readers; return who is kept out of them (G-12).

    Whoever is kept out of one part is kept out of every part, also who was cleared in another:
    where that cannot be, nothing is joined.
    """
    session, by = work.session, work.by
    parts = {work.case_id, into_id, *await joined_with(session, work.case_id)}
    parts |= set(await joined_with(session, into_id))
    await lock_cases(session, parts)
    out = await kept_out_of_any(session, parts)
    people = {one for part in parts for one in await whole_readers(session, part)} - out.keys()
    readers = tuple(Reader(one, Scope.WHOLE, "joined") for one in sorted(people))
    for part in sorted(parts):
        await set_readers(session, part, Readership(readers, out, needs_lado=False), by=by)
        if not all([await is_kept_out(session, part, one) for one in out]):
            raise Refused(STILL_OUT)
        await record(session, CaseReadersChanged(school_id=by.school_id, case_id=part))
    return out


async def take_children(work: Work, case: CaseNow, into: CaseNow) -> None:
    """Link the children of `case` with `into`, each with the part that they have, if they have one.

    A part that a child has in `into` stays as it is.
    """
    session, by = work.session, work.by
    given = await parts_given(session, case.case_id)
    had = await parts_given(session, into.case_id)
    await link_pupils(session, into.case_id, await children_of(session, case.case_id), by=by)
    base = {"case_id": into.case_id, "school_id": by.school_id, "at": clock.now()}
    rows = [
        {**base, "pupil_id": one, "number": 1, "role": role, "actor_id": by.person_id}
        for one, role in given.items()
        if one not in had
    ]
    if rows:
        await session.execute(insert(table_of(CasePupilRole)), rows)


async def take_answers(work: Work, case: CaseNow, into: CaseNow, version: int) -> None:
    """Enter every yes of `case` in `into`, as of the change `version` of it."""
    library = work.papers.library
    replies: list[Mapping[str, str | None]] = []
    for one in (into, case):
        running = await running_procedure(work.session, one, library)
        answers = running.answers if running else {}
        replies.append({question: row.reply for question, row in answers.items()})
    entering = Entering(work.session, into.case_id, work.by, version)
    for question in answers_taken_over(*replies):
        await entering.answer(question, Reply.YES)
