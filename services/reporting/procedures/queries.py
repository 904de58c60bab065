"""Where a case stands in its procedure: everything the engine needs, read in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import Happening, State
from services.reporting.cases.queries import CaseNow, held_devices_of
from services.reporting.procedures.models import (
    CaseAnswer,
    CaseProcedure,
    ProcedureDefinition,
    StepEntry,
)
from services.reporting.procedures.rules_conditions import Reply, Said
from services.reporting.procedures.rules_definition import Procedure
from services.reporting.procedures.rules_engine import (
    Act,
    Entry,
    Situation,
    StepNow,
    evaluate,
    severity_asked_for,
)
from services.reporting.procedures.rules_facts import Standing, facts_of
from services.reporting.procedures.rules_filled import UNDER_13, Born, filled_in
from services.reporting.procedures.rules_words import DoneBy, Part, StepKind
from services.reporting.procedures.schemas import Library, from_store
from services.shared import clock
from services.shared.calendar import SchoolCalendar, SchoolDay

LONGEST_WAIT: Final = timedelta(days=90)
_SUBJECT_ROLES = text(
    "SELECT DISTINCT h.role FROM reporting.case_exclusion x"
    " JOIN directory.role_holder h ON h.person_id = x.person_id"
    " WHERE x.case_id = :case_id AND x.why = 'subject' AND h.role IN ('head', 'dsl')"
)
# Each linked child's date of birth, with the part that they have now.
_BORN = text(
    "SELECT p.date_of_birth, coalesce((SELECT r.role FROM reporting.case_pupil_role r"
    " WHERE r.case_id = c.case_id AND r.pupil_id = c.pupil_id ORDER BY r.number DESC LIMIT 1),"
    " c.role) AS role FROM reporting.case_pupil c"
    " JOIN directory.pupil p ON p.person_id = c.pupil_id"
    " WHERE c.case_id = :case_id AND p.date_of_birth IS NOT NULL"
)
_CLASS_TEACHERS = text(
    "SELECT DISTINCT s.person_id FROM reporting.case_pupil c"
    " JOIN directory.pupil p ON p.person_id = c.pupil_id"
    " JOIN directory.class_staff s ON s.class_id = p.class_id"
    " JOIN directory.role_holder h ON h.person_id = s.person_id AND h.role = 'teacher'"
    " WHERE c.case_id = :case_id ORDER BY s.person_id"
)
_SCHOOL = text("SELECT time_zone, profile FROM directory.school WHERE id = :school_id")
_DAYS = text(
    "SELECT on_date, kind, starts_at, ends_at FROM directory.school_day"
    " WHERE school_id = :school_id AND on_date BETWEEN :first AND :last"
)

# What devices told of a linked device; "device_linked" is only the opaque link itself.
_IS_OF_A_DEVICE: Final = and_(
    Happening.kind.startswith("device_", autoescape=True), Happening.kind != "device_linked"
)


@dataclass(frozen=True)
class Running:
    """A case's procedure as it stands now; versions are those of the case where words lie."""

    procedure: Procedure
    version: str
    steps: tuple[StepNow, ...]
    answers: Mapping[str, Row[Any]]
    filled: Mapping[str, Said]
    entries: Mapping[str, Row[Any]]
    severity_asked: str
    settings: Mapping[str, object]
    facts: Mapping[str, bool | None]
    calendar: SchoolCalendar

    @property
    def said(self) -> Mapping[str, Said]:
        """Return what is answered, by people or by Lantern from what the school knows."""
        return {**self.filled, **_said(tuple(self.answers.values()))}

    def step(self, key: str) -> StepNow | None:
        """Return the step called `key` as it stands, if the procedure has one."""
        return next((one for one in self.steps if one.step.key == key), None)


async def running_procedure(
    session: AsyncSession, case: CaseNow, library: Library
) -> Running | None:
    """Return the procedure of a case and every step's state; None before triage."""
    pinned = await pinned_procedure(session, case.case_id)
    if pinned is None:
        return None
    procedure = await _definition(session, pinned, library)
    answers = await _newest(session, CaseAnswer, CaseAnswer.question, case.case_id)
    entries = await _newest(session, StepEntry, StepEntry.step_key, case.case_id)
    counted = _counted(procedure, entries)
    settings, calendar = await _school(session, case)
    roles = set(await session.scalars(_SUBJECT_ROLES, {"case_id": case.case_id}))
    told = _parents_told(procedure, counted)
    standing = Standing(case.severity, "head" in roles, "dsl" in roles, told)
    facts = facts_of(pinned.settings, standing)
    said = _said(answers)
    filled = await _filled(session, case, procedure, said)
    situation = Situation(
        started_at=case.opened_at,
        answers={**filled, **said},
        facts=facts,
        entries=tuple(_entry(one) for one in counted.values()),
        acts=_acts(case),
        workflows=await _workflows(session, case.case_id),
    )
    return Running(
        procedure=procedure,
        version=pinned.procedure_version,
        steps=evaluate(procedure, situation, library.questions, clock.now(), calendar),
        answers={one.question: one for one in answers},
        filled=filled,
        entries=counted,
        severity_asked=severity_asked_for(procedure, situation.answers),
        settings=settings,
        facts=facts,
        calendar=calendar,
    )


async def _filled(
    session: AsyncSession, case: CaseNow, procedure: Procedure, said: Mapping[str, Said]
) -> dict[str, Said]:
    questions = procedure.questions()
    if UNDER_13 not in questions or UNDER_13 in said:
        return {}
    rows = await session.execute(_BORN, {"case_id": case.case_id})
    children = [Born(row.date_of_birth, row.role) for row in rows]
    return filled_in(questions, said, children, case.opened_at)


async def pinned_procedure(session: AsyncSession, case_id: UUID) -> Row[Any] | None:
    """Return which procedure a case runs, in which version; None before triage."""
    asked = select(*CaseProcedure.__table__.columns).where(CaseProcedure.case_id == case_id)
    found = await session.execute(asked.order_by(CaseProcedure.number.desc()).limit(1))
    return found.one_or_none()


async def subject_is_head(session: AsyncSession, case_id: UUID) -> bool:
    """Say whether the case is about the head."""
    return "head" in set(await session.scalars(_SUBJECT_ROLES, {"case_id": case_id}))


async def _definition(session: AsyncSession, pinned: Row[Any], library: Library) -> Procedure:
    key = pinned.procedure_id
    if library.versions.get(key) == pinned.procedure_version:
        return library.procedures[key]
    # a case keeps the version it began with, whatever this release holds
    asked = select(ProcedureDefinition.content).where(
        ProcedureDefinition.school_id == pinned.school_id,
        ProcedureDefinition.procedure_id == key,
        ProcedureDefinition.version == pinned.procedure_version,
    )
    return from_store((await session.scalars(asked)).one())


async def _newest(session: AsyncSession, model: Any, key: Any, case_id: UUID) -> Sequence[Row[Any]]:
    asked = (
        select(*model.__table__.columns)
        .where(model.case_id == case_id)
        .order_by(key, model.version.desc())
        .ext(distinct_on(key))
    )
    return (await session.execute(asked)).all()


def _counted(procedure: Procedure, entries: Sequence[Row[Any]]) -> dict[str, Row[Any]]:
    """Entries of this procedure; of an earlier one only what both share."""
    counted = {}
    for entry in entries:
        step = procedure.step(entry.step_key)
        if step and (step.part is not Part.OWN or entry.procedure_id == procedure.id):
            counted[entry.step_key] = entry
    return counted


async def class_teachers(session: AsyncSession, case_id: UUID) -> tuple[UUID, ...]:
    """Return who teaches the children of a case."""
    return tuple(await session.scalars(_CLASS_TEACHERS, {"case_id": case_id}))


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.step_key, Act(row.act), row.actor_id, row.at)


def _said(answers: Sequence[Row[Any]]) -> dict[str, Said]:
    return {one.question: Said(Reply(one.reply), one.at) for one in answers if one.reply}


def _acts(case: CaseNow) -> frozenset[DoneBy]:
    acts = {
        DoneBy.REPORT: True,
        DoneBy.ACKNOWLEDGEMENT: case.acknowledged_at is not None,
        DoneBy.TRIAGE: case.state in {State.TRIAGED, State.CLOSED},
        DoneBy.CLOSING: case.state == State.CLOSED,
    }
    return frozenset(act for act, is_done in acts.items() if is_done)


async def _workflows(session: AsyncSession, case_id: UUID) -> frozenset[str]:
    """Return the device workflows that are done: stored at all, and all of them given back."""
    asked = select(Happening.kind).distinct()
    states = set(await session.scalars(asked.where(_IS_OF_A_DEVICE, Happening.case_id == case_id)))
    if not states:
        return frozenset()
    is_back = "device_returned" in states and not await held_devices_of(session, case_id)
    return frozenset({"dw2", "dw4"} if is_back else {"dw2"})


def _parents_told(procedure: Procedure, entries: Mapping[str, Row[Any]]) -> bool | None:
    keys = [step.key for step in procedure.steps if step.kind is StepKind.PARENTS]
    acts = {entries[key].act for key in keys if key in entries}
    if Act.DONE in acts:
        return True
    return False if Act.SKIPPED in acts else None


async def _school(
    session: AsyncSession, case: CaseNow
) -> tuple[Mapping[str, object], SchoolCalendar]:
    school = (await session.execute(_SCHOOL, {"school_id": case.school_id})).one()
    span = {
        "first": case.opened_at.date() - timedelta(days=1),
        "last": (clock.now() + LONGEST_WAIT).date(),
    }
    rows = await session.execute(_DAYS, {"school_id": case.school_id, **span})
    days = {row.on_date: SchoolDay(row.kind, row.starts_at, row.ends_at) for row in rows}
    return school.profile or {}, SchoolCalendar(school.time_zone, days)
