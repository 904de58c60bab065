"""Ask a colleague for something because of a case, and write down what came of it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.assignments.models import Assignment, AssignmentAnswer, AssignmentKind
from services.reporting.assignments.queries import (
    ANSWER,
    WORDS,
    assignment_row,
    children_named,
    people_of_the_case,
    school_day,
)
from services.reporting.assignments.rules import names_in, sentence_about
from services.reporting.assignments.schemas import AnswerWritten, AssignmentGiven, AssignmentWanted
from services.reporting.cases.actions import Change, note_happening, tell_screens
from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import is_kept_out, school_staff
from services.reporting.cases.schemas import Moved
from services.reporting.procedures.adapters_work import Work
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed, Refused
from services.shared.events.reporting import TaskGiven
from services.shared.queue import record

NOT_ONE_OF_THE_STAFF: Final = "Choose somebody from the list of staff."
NOT_THEM: Final = "Choose somebody else: they must not see this case."
NOT_BEFORE_TODAY: Final = "Choose today or a later day."
ANSWERED: Final = "This has been answered already."


@dataclass(frozen=True)
class Desk:
    """Whose assignment it is, because of which case, and the keys that seal it."""

    session: AsyncSession
    case_id: UUID
    by: Caller
    keys: CaseKeys


async def give(work: Work, given: AssignmentGiven) -> Moved:
    """Ask a colleague for advice, or put an item on the action plan; the case shows which.

    Raises Malformed for words that name anybody of the case, for somebody who is not staff or is
    kept out of it (G-12), and for a day that is over.
    """
    case = await work.case(given.version, Doing.ASSIGN)
    wanted = AssignmentWanted(words=given.words, asked_id=given.asked_id, due_on=given.due_on)
    desk = Desk(work.session, work.case_id, work.by, work.papers.keys)
    title = await assign(desk, given.kind, wanted)
    kind = f"assigned_{given.kind.value}"
    return await work.finish(case, Change(kind, {"title": title}, given.words))


async def assign(desk: Desk, kind: AssignmentKind, wanted: AssignmentWanted) -> str:
    """Store one assignment; return to whom and by when, for the line of the chronology."""
    session, by = desk.session, desk.by
    staff = await school_staff(session, by.school_id)
    await _check(desk, wanted, set(staff.names))
    assignment_id = uuid4()
    key_id, wrapped, sealer = await desk.keys.make_apart(session, by.school_id)
    row = {
        "id": assignment_id,
        "school_id": by.school_id,
        "case_id": desk.case_id,
        "kind": kind.value,
        "asked_id": wanted.asked_id,
        "due_on": wanted.due_on,
        "asked_by": by.person_id,
        "at": clock.now(),
        "key_id": key_id,
        "wrapped": wrapped,
        "words": sealer.seal(wanted.words, WORDS, assignment_id),
    }
    await session.execute(insert(table_of(Assignment)), row)
    if wanted.asked_id != by.person_id:
        event = TaskGiven(school_id=by.school_id, task_id=assignment_id, person_id=wanted.asked_id)
        await record(session, event)
    [name] = staff.display_names([wanted.asked_id])
    return f"{name}, by {wanted.due_on:%-d %B %Y}"


async def _check(desk: Desk, wanted: AssignmentWanted, staff: set[UUID]) -> None:
    if wanted.asked_id not in staff:
        raise _wrong("asked_id", NOT_ONE_OF_THE_STAFF)
    if await is_kept_out(desk.session, desk.case_id, wanted.asked_id):
        raise _wrong("asked_id", NOT_THEM)
    if wanted.due_on < await school_day(desk.session, desk.by.school_id):
        raise _wrong("due_on", NOT_BEFORE_TODAY)
    people = await people_of_the_case(desk.session, desk.case_id)
    others = await children_named(desk.session, desk.by.school_id, wanted.words)
    named = list(dict.fromkeys([*names_in(wanted.words, people), *others]))
    if named:
        raise _wrong("words", sentence_about(named))


def _wrong(field: str, sentence: str) -> Malformed:
    return Malformed(sentence, (FieldError(field, sentence),))


async def answer(
    session: AsyncSession,
    assignment_id: UUID,
    written: AnswerWritten,
    *,
    by: Caller,
    keys: CaseKeys,
) -> None:
    """Write down what came of it; it stands on the case, whose time line says so.

    Raises NotThere for whoever is neither asked nor reads the case, Refused the second time.
    """
    row = await assignment_row(session, assignment_id)
    sealer = await keys.sealer_apart(session, by.school_id, row["key_id"], row["wrapped"])
    sealed = sealer.seal(written.words, ANSWER, assignment_id)
    base = {name: row[name] for name in ("school_id", "case_id", "asked_id")}
    own = {"assignment_id": assignment_id, "by_id": by.person_id, "at": clock.now()}
    once = insert_once(table_of(AssignmentAnswer)).on_conflict_do_nothing()
    stored = await session.execute(once, base | own | {"words": sealed})
    if stored.rowcount != 1:  # type: ignore[attr-defined]  # an insert's result is a cursor's
        raise Refused(ANSWERED)
    case_id = row["case_id"]
    kind = f"answered_{row['kind']}"
    await note_happening(session, case_id, kind, source_id=assignment_id, by=by)
    await audit(
        session,
        actor=by,
        act="assignment.answered",
        kind="assignment",
        subject_id=assignment_id,
        content=sealed,
    )
    await tell_screens(session, case_id)


async def note_reading(session: AsyncSession, *, by: Caller, what: str) -> None:
    """Write down that somebody read assignments; a read that cannot be written down is refused."""
    act = f"assignments.{what}"
    await audit(session, actor=by, act=act, kind="person", subject_id=by.person_id)
