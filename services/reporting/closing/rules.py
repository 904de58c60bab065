"""How well a case followed its procedure; pure, from the engine's own states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.reporting.procedures.rules_engine import StepNow, StepState
from services.reporting.procedures.rules_words import Need


@dataclass(frozen=True)
class Fidelity:
    """Counts over the steps that the policy requires.

    `required` = `in_time` + `late` + `skipped`; what an answer made unnecessary is `not_needed`.
    """

    in_time: int
    late: int
    skipped: int
    not_needed: int

    @property
    def required(self) -> int:
        """Return how many required steps applied."""
        return self.in_time + self.late + self.skipped


def fidelity_of(
    steps: Iterable[StepNow], done_at: Mapping[str, datetime], now: datetime
) -> Fidelity:
    """Count the steps of a case that is being closed at `now`.

    `done_at` says when a step was done that nobody enters (by the triage, by a device's record),
    by its key; what is still open then, such as the closing itself, is done by it now. A step
    without a limit is always in time.
    """
    counts = {"in_time": 0, "late": 0, "skipped": 0, "not_needed": 0}
    for one in steps:
        if one.step.need is not Need.OPTIONAL:
            counts[_counted_as(one, done_at, now)] += 1
    return Fidelity(**counts)


def _counted_as(one: StepNow, done_at: Mapping[str, datetime], now: datetime) -> str:
    if one.state is StepState.NOT_APPLICABLE:
        return "not_needed"
    if one.state is StepState.SKIPPED:
        return "skipped"
    at = one.entry.at if one.entry is not None else done_at.get(one.step.key, now)
    return "late" if one.due_at is not None and at > one.due_at else "in_time"
