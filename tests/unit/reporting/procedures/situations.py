"""Schools, answers and moments for the tests of the engine."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from services.accounts.schools.adapters import read_template
from services.reporting.procedures.adapters import read_library
from services.reporting.procedures.rules_conditions import Reply, Said
from services.reporting.procedures.rules_definition import Procedure
from services.reporting.procedures.rules_engine import Act, Entry, Situation, StepNow, evaluate
from services.reporting.procedures.rules_facts import Standing, facts_of
from services.reporting.procedures.rules_words import DoneBy
from services.reporting.procedures.schemas import Library
from services.shared.calendar import SchoolCalendar, SchoolDay

PERSON = UUID("11111111-1111-4111-8111-111111111111")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PROFILES = ("downs", "abingdon", "default")
ACTS = frozenset({DoneBy.REPORT, DoneBy.ACKNOWLEDGEMENT, DoneBy.TRIAGE})


@cache
def library() -> Library:
    return read_library()


def calendar() -> SchoolCalendar:
    """Four weeks of school, every day from nine to a quarter past three."""
    days = {}
    for ahead in range(28):
        on = date(2026, 11, 23) + timedelta(days=ahead)
        starts = datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC)
        is_open = on.weekday() < 5
        days[on] = (
            SchoolDay("school", starts, starts + timedelta(hours=6, minutes=15))
            if is_open
            else SchoolDay("closed")
        )
    return SchoolCalendar("Europe/London", days)


def facts(
    profile: str = "default", procedure: Procedure | None = None, **other: bool | None
) -> dict[str, bool | None]:
    severity = procedure.severity if procedure else "medium"
    standing = Standing(severity, False, False, None)
    return {**facts_of(read_template(profile), standing), **other}


def said(**replies: bool | Reply) -> dict[str, Said]:
    words = {True: Reply.YES, False: Reply.NO}
    return {
        key: Said(reply if isinstance(reply, Reply) else words[reply], MONDAY)
        for key, reply in replies.items()
    }


def done(*keys: str, act: Act = Act.DONE) -> tuple[Entry, ...]:
    return tuple(Entry(key, act, PERSON, MONDAY) for key in keys)


def steps_of(
    procedure: Procedure,
    answers: dict[str, Said] | None = None,
    entries: tuple[Entry, ...] = (),
    profile: str = "default",
    now: datetime = MONDAY,
    **other: bool | None,
) -> dict[str, StepNow]:
    """Every step of a procedure by key, for one school and one set of answers."""
    situation = Situation(
        started_at=MONDAY,
        answers=answers or {},
        facts=facts(profile, procedure, **other),
        entries=entries,
        acts=ACTS,
    )
    found = evaluate(procedure, situation, library().questions, now, calendar())
    return {one.step.key: one for one in found}
