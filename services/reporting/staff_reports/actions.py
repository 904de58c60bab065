"""Turn what a colleague wrote into a report and store it."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import SchoolStaff, display_names, school_staff
from services.reporting.cases.rules import STAFF_MATTERS, AboutAdult, assumed_answer
from services.reporting.concerns.actions import receive_report
from services.reporting.concerns.actions_rows import Desk
from services.reporting.concerns.queries import my_reference, whom_to_ring
from services.reporting.concerns.rules import Answer, Report
from services.reporting.concerns.rules_urgency import urgency_told_by_adult
from services.reporting.procedures.actions import pin_procedure
from services.reporting.procedures.rules import BY_KIND, procedure_at_once
from services.reporting.procedures.schemas import Library
from services.reporting.shares.actions_lado import share_with_lado
from services.reporting.staff_reports.queries import pupils_among
from services.reporting.staff_reports.rules import EQUIPMENT, PLACES
from services.reporting.staff_reports.schemas import StaffReport, StaffReportTaken
from services.shared import clock
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed


@dataclass(frozen=True)
class Known:
    """Who works here, and what may be asked."""

    staff: SchoolStaff
    library: Library


@dataclass(frozen=True)
class Door:
    """What taking a report by staff needs beside the transaction."""

    desk: Desk
    library: Library


async def take_staff_report(
    session: AsyncSession, told: StaffReport, *, idempotency_key: str, by: Caller, door: Door
) -> StaffReportTaken:
    """Store a colleague's report and return what they are answered.

    About the head, it runs the head's own procedure from its first moment (G-13).

    Raises Malformed for a child or colleague whom the school does not know, and where no child
    is named, and where the same key came before with other content.
    """
    staff = await school_staff(session, by.school_id)
    await _check(session, told, staff)
    _check_more(told, door.library)
    report = await _report(session, told, idempotency_key, Known(staff, door.library))
    # who tells of themselves wants leadership to know at once (D-8.2-7)
    report = replace(report, for_heads=report.subjects == {by.person_id})
    received = await receive_report(session, report, staff=staff, by=by, desk=door.desk)
    about_head = bool(report.subjects & frozenset(staff.seats.heads))
    procedure_id = procedure_at_once(told.kind, about_head=about_head)
    if received.is_new and procedure_id:
        await pin_procedure(session, received.case_id, procedure_id, door.library, by=by)
    ring = await whom_to_ring(session, by.school_id) if received.needs_lado else None
    lado_code = await share_with_lado(session, received, by=by, desk=door.desk)
    return StaffReportTaken(
        report_id=received.concern_id,
        reference=await my_reference(session, received.concern_id),
        sent_at=received.sent_at,
        with_=list(received.heard_by),
        ring=ring,
        lado_code=lado_code,
    )


async def _check(session: AsyncSession, told: StaffReport, staff: SchoolStaff) -> None:
    if not told.pupil_ids and not told.unknown_child:
        raise _wrong("pupil_ids", "Choose the child, or say that you do not know who it is.")
    if told.pupil_ids and set(told.pupil_ids) != await pupils_among(session, told.pupil_ids):
        raise _wrong("pupil_ids", "Choose children of this school from the list.")
    if told.subject_person_id is not None and told.subject_person_id not in staff.names:
        raise _wrong("subject_person_id", "Choose the adult from the list of staff.")


def _wrong(field: str, message: str) -> Malformed:
    return Malformed("Please look at the marked answers.", (FieldError(field, message),))


async def _report(
    session: AsyncSession, told: StaffReport, idempotency_key: str, known: Known
) -> Report:
    subjects = frozenset({told.subject_person_id} if told.subject_person_id else ())
    about_adult = assumed_answer(
        AboutAdult(told.about_adult), subjects, is_staff_matter=told.kind in STAFF_MATTERS
    )
    pupils = await display_names(session, told.pupil_ids)
    return Report(
        source="staff",
        idempotency_key=idempotency_key,
        sent_at=clock.now(),
        answers=tuple(_answers(told, known, [pupils.get(one, "") for one in told.pupil_ids])),
        words=told.happened,
        about_adult=about_adult,
        urgency=urgency_told_by_adult(
            is_danger_now=told.danger_now == "yes", kind=told.kind, about_adult=about_adult
        ),
        kind=told.kind,
        risk_area=told.concern_type,
        subjects=subjects,
        pupil_ids=told.pupil_ids,
    )


_YES_NO = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}


def _check_more(told: StaffReport, library: Library) -> None:
    asked = library.procedures[BY_KIND[told.kind]].ask
    for one in told.more:
        if one.question not in asked or one.question in library.yes_no:
            raise _wrong("more", "Answer the questions on the page.")
        offered = library.choices.get(one.question)
        if one.words and offered and one.words not in offered:
            raise _wrong("more", "Choose one of the list.")


def _answers(told: StaffReport, known: Known, pupils: list[str]) -> list[Answer]:
    subject = [told.subject_person_id] if told.subject_person_id else []
    subjects = ", ".join(known.staff.display_names(subject))
    return [
        Answer("pupils", "Which child", ", ".join(pupils) or "I do not know who it is"),
        Answer("happened", "What was seen or said", told.happened),
        Answer("danger_now", "In danger now", _YES_NO[told.danger_now]),
        Answer(
            "told_dsl", "Told the safeguarding lead in person", "Yes" if told.told_dsl else "No"
        ),
        Answer("about_adult", "About an adult at school", _YES_NO[told.about_adult]),
        Answer("subject", "Which adult", subjects or "Nobody named"),
        *_where(told),
        *(
            Answer(one.question, known.library.questions[one.question], one.words)
            for one in told.more
            if one.words
        ),
    ]


def _where(told: StaffReport) -> list[Answer]:
    """Return where it happened and on whose device, where the reporter said so."""
    place = [Answer("place", "Where", PLACES[told.place])] if told.place else []
    kit = [Answer("equipment", "Whose device", EQUIPMENT[told.equipment])] if told.equipment else []
    return [*place, *kit]
