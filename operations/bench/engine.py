"""What one look of the engine at the longest procedure costs, with a long case behind it."""

import time
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from statistics import median
from typing import Final
from uuid import UUID

from services.reporting.procedures.adapters import read_library
from services.reporting.procedures.rules_conditions import Reply, Said
from services.reporting.procedures.rules_definition import Procedure
from services.reporting.procedures.rules_engine import Act, Entry, Situation, evaluate
from services.shared.calendar import SchoolCalendar, SchoolDay

ENTRIES: Final = 200
TIMES: Final = 300
_BEGAN = datetime(2026, 11, 23, 10, tzinfo=UTC)
_PERSON = UUID(int=1)


def measure_engine() -> str:
    """Return the line to print: which procedure, how many steps, milliseconds at the median."""
    library = read_library()
    longest = max(library.procedures.values(), key=lambda one: len(one.steps))
    situation, calendar = long_case(longest), _school_days()
    now = _BEGAN + timedelta(days=30)
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        evaluate(longest, situation, library.questions, now, calendar)
        took.append(time.perf_counter() - began)
    what = f"engine: {longest.id}, {len(longest.steps)} steps, {len(situation.entries)} entries"
    return f"{what}  p50 {median(took) * 1000:.2f} ms"


def long_case(procedure: Procedure) -> Situation:
    """Return a case in which all is answered and each step was written about again and again.

    The first acts only ask for a second person, so that no step is settled early and cheaply.
    """
    keys = list(islice(cycle(step.key for step in procedure.steps), ENTRIES))
    return Situation(
        started_at=_BEGAN,
        answers={key: Said(Reply.YES, _BEGAN) for key in procedure.questions()},
        entries=tuple(Entry(key, Act.SKIP_ASKED, _PERSON, _BEGAN) for key in keys),
    )


def _school_days() -> SchoolCalendar:
    days = {}
    for ahead in range(120):
        starts = _BEGAN.replace(hour=9) + timedelta(days=ahead)
        is_open = starts.weekday() < 5  # noqa: PLR2004  # Monday to Friday
        ends = starts + timedelta(hours=6)
        days[starts.date()] = SchoolDay("school", starts, ends) if is_open else SchoolDay("closed")
    return SchoolCalendar("Europe/London", days)
