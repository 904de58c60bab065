"""Say which adult a case is about: shut out before anything else is saved (G-12, G-13)."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from services.reporting.cases.actions import Change, set_readers
from services.reporting.cases.models import Why
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import CaseNow, SchoolStaff, school_staff, whole_readers
from services.reporting.cases.rules import Readership, readership_once_named
from services.reporting.cases.schemas import Moved
from services.reporting.procedures.actions import pin_procedure, tell_roles
from services.reporting.procedures.actions_manager import kept_out_of, let_manager_in
from services.reporting.procedures.adapters_work import Work
from services.reporting.procedures.queries import pinned_procedure
from services.reporting.procedures.rules import HEAD_ALLEGATION, LED_BY_THE_HEAD
from services.reporting.subjects.schemas import SubjectNamed
from services.shared.errors import FieldError, Malformed, Refused
from services.shared.events.reporting import CaseReadersChanged
from services.shared.queue import record

NO_SUCH_ADULT: Final = "Choose the adult from the list of staff."
KNOWN_ALREADY: Final = "It is recorded already that this case is about them."


async def name_subjects(work: Work, named: SubjectNamed) -> Moved:
    """Record whom the case is about; they, and who shares their mailbox, are out at once.

    About the head it moves to the head's own procedure, and the chair reads it (G-13). A subject
    recorded before stays out: a wrong name is put right by adding the right one. Raises Malformed
    for somebody who is not on the list of staff, Refused where nothing would be new.
    """
    case = await work.case(named.version, Doing.NAME_SUBJECT)
    staff = await school_staff(work.session, work.by.school_id)
    standing = await kept_out_of(work.session, work.case_id)
    subjects = _subjects(frozenset(named.subject_ids), standing, staff)
    found = readership_once_named(subjects, standing, staff.seats)
    facts = {"subjects": [str(one) for one in named.subject_ids]}
    moves = await _moves(work, case, found)
    version = await work.change(case, Change("subject_named", facts, named.reason, moves))
    await _move_to_the_heads_own(work, subjects, staff)
    if work.by.person_id in found.excluded:  # it is about themselves: their last act here
        moved = await work.moved(version)
        await _shut_out(work, found)
        return moved
    await _shut_out(work, found)
    await let_manager_in(work.session, work.case_id, work.papers.library, by=work.by)
    await tell_roles(work.session, case, work.papers.library, by=work.by)
    return await work.moved(version)


def _subjects(
    new: frozenset[UUID], standing: Mapping[UUID, Why], staff: SchoolStaff
) -> frozenset[UUID]:
    """Return everybody whom the case is about, those who were known before too."""
    if not new <= staff.names.keys():
        raise Malformed(NO_SUCH_ADULT, (FieldError("subject_ids", NO_SUCH_ADULT),))
    before = frozenset(one for one, why in standing.items() if why is Why.SUBJECT)
    if new <= before:
        raise Refused(KNOWN_ALREADY)
    return new | before


async def _moves(work: Work, case: CaseNow, found: Readership) -> Mapping[str, Any]:
    """Nobody leads a case that is about them; with nobody left to read it the LADO must know."""
    left = set(await whole_readers(work.session, work.case_id)) - found.excluded.keys()
    moves: dict[str, Any] = {"about_adult": "yes"}
    if case.owner_id in found.excluded:
        moves["owner_id"] = None
    if found.needs_lado and not left:
        moves["needs_lado"] = True
    return moves


async def _shut_out(work: Work, found: Readership) -> None:
    await set_readers(work.session, work.case_id, found, by=work.by)
    event = CaseReadersChanged(school_id=work.by.school_id, case_id=work.case_id)
    await record(work.session, event)


async def _move_to_the_heads_own(work: Work, subjects: frozenset[UUID], staff: SchoolStaff) -> None:
    if not subjects & frozenset(staff.seats.heads):
        return
    pinned = await pinned_procedure(work.session, work.case_id)
    if pinned is None or pinned.procedure_id in LED_BY_THE_HEAD:
        library = work.papers.library
        await pin_procedure(work.session, work.case_id, HEAD_ALLEGATION, library, by=work.by)
