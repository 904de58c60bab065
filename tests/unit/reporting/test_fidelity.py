"""How well a case followed its procedure, counted from the engine's own states."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.reporting.closing.rules import fidelity_of
from services.reporting.procedures.rules_engine import Act, StepNow
from services.reporting.procedures.rules_words import Need
from tests.unit.reporting.procedures.situations import MONDAY, done, library, steps_of

LATER = MONDAY + timedelta(days=30)


def closed(*, act: Act = Act.DONE, at: timedelta = timedelta()) -> list[StepNow]:
    """Every step of a bullying case entered at `at` after its report."""
    procedure = library().procedures["cyberbullying"]
    keys = [step.key for step in procedure.steps if step.done_by is None]
    entries = tuple(replace(one, at=MONDAY + at) for one in done(*keys, act=act))
    return list(steps_of(procedure, entries=entries, now=LATER).values())


def is_timed(one: StepNow) -> bool:
    return one.due_at is not None and one.entry is not None and one.step.need is not Need.OPTIONAL


def test_what_was_entered_at_once_is_in_time() -> None:
    steps = closed()
    counted = fidelity_of(steps, {one.step.key: MONDAY for one in steps}, LATER)
    assert (counted.late, counted.skipped, counted.not_needed) == (0, 0, 0)
    wanted = [one for one in steps if one.step.need is not Need.OPTIONAL]
    assert counted.in_time == counted.required == len(wanted) > 5


def test_what_was_entered_after_its_limit_is_late_to_the_moment() -> None:
    steps = [one for one in closed(at=timedelta(days=29)) if is_timed(one)]
    assert steps
    assert fidelity_of(steps, {}, LATER).late == len(steps)
    one = steps[0]
    assert one.entry
    assert one.due_at
    just = replace(one, entry=replace(one.entry, at=one.due_at))
    assert fidelity_of([just], {}, LATER).in_time == 1
    over = replace(one, entry=replace(one.entry, at=one.due_at + timedelta(microseconds=1)))
    assert fidelity_of([over], {}, LATER).late == 1


def test_what_was_left_out_is_counted_apart_and_an_optional_step_never() -> None:
    steps = closed(act=Act.SKIPPED)
    counted = fidelity_of(steps, {one.step.key: MONDAY for one in steps}, LATER)
    left_out = [one for one in steps if one.entry and one.step.need is not Need.OPTIONAL]
    assert counted.skipped == len(left_out) > 3
    assert counted.required == counted.in_time + counted.late + counted.skipped


@pytest.mark.parametrize(("days", "late"), [(0, 0), (30, 1)])
def test_a_step_that_nobody_enters_counts_from_when_it_came_about(days: int, late: int) -> None:
    acknowledged = next(one for one in closed() if one.step.done_by and one.due_at)
    at = {acknowledged.step.key: MONDAY + timedelta(days=days)}
    assert fidelity_of([acknowledged], at, LATER).late == late
