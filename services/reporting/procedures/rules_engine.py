"""The engine: where every step of a case's procedure stands now, and why. Pure.

Nothing is ever undefined: a question without an answer counts as yes, so that silence never
switches protection off (G-35); a lock without its answers stays shut.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.reporting.procedures.rules_conditions import Reply, Said, Verdict, verdict_on
from services.reporting.procedures.rules_definition import Procedure, Step
from services.reporting.procedures.rules_guards import (
    AFTER_LADO,
    LADO_FIRST,
    LADO_SENTENCE,
    LOCKS,
)
from services.reporting.procedures.rules_words import DoneBy, Need, Opens, Part, StepKind
from services.shared.calendar import SchoolCalendar


class StepState(StrEnum):
    """Where a step stands; there is no other state."""

    NOT_YET = "not_yet"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    SKIPPED = "skipped"
    BLOCKED = "blocked"


# A step with one of these device workflows is done by the device's own record (dw2, dw4).
DONE_BY_DEVICES: Final[Mapping[str | None, str]] = {
    "dw2": "The device was taken in and stored; its own record says by whom and where.",
    "dw4": "The device was given back; its own record says to whom.",
}
SETTLED: Final = frozenset({StepState.DONE, StepState.NOT_APPLICABLE, StepState.SKIPPED})


class Act(StrEnum):
    """What somebody wrote down about a step."""

    DONE = "done"
    SKIPPED = "skipped"
    SKIP_ASKED = "skip_asked"  # waits for a second person


@dataclass(frozen=True)
class Entry:
    """Somebody did a step, or left it out, or asks a second person to agree to that."""

    step_key: str
    act: Act
    by_id: UUID
    at: datetime


@dataclass(frozen=True)
class Situation:
    """Everything about one case that the engine looks at."""

    started_at: datetime
    answers: Mapping[str, Said] = field(default_factory=dict)
    facts: Mapping[str, bool | None] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    acts: frozenset[DoneBy] = frozenset()
    workflows: frozenset[str] = frozenset()  # of devices: what their records say is done


@dataclass(frozen=True)
class StepNow:
    """A step and its state; `because` is a sentence wherever the state needs one."""

    step: Step
    state: StepState
    because: str
    by: str
    due_at: datetime | None
    guard: str | None = None
    entry: Entry | None = None

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is left to do here."""
        return self.state in SETTLED


@dataclass(frozen=True)
class _Engine:
    procedure: Procedure
    situation: Situation
    questions: Mapping[str, str]
    now: datetime
    calendar: SchoolCalendar

    def first_pass(self, step: Step) -> StepNow:
        """Everything but what depends on other steps."""
        entry = _newest(step, self.situation.entries)
        if step.done_by in self.situation.acts or step.workflow in self.situation.workflows:
            return self._at(
                step, StepState.DONE, DONE_BY_DEVICES.get(step.workflow, ""), entry=entry
            )
        if entry and entry.act is not Act.SKIP_ASKED:
            state = StepState.DONE if entry.act is Act.DONE else StepState.SKIPPED
            return self._at(step, state, entry=entry)
        verdict = self._verdict(step)
        if verdict.state is Reply.YES:
            return self._open(step, entry)
        state = StepState.NOT_APPLICABLE if verdict.state is Reply.NO else StepState.NOT_YET
        return self._at(step, state, verdict.because)

    def _open(self, step: Step, entry: Entry | None) -> StepNow:
        lock = LOCKS.get(step.kind)
        if lock is not None and not _is_unlocked(lock.questions, self.situation.answers):
            return self._at(step, StepState.BLOCKED, lock.sentence, guard=lock.guard, entry=entry)
        due_at = self._due_at(step)
        is_late = due_at is not None and self.now > due_at and step.need is not Need.OPTIONAL
        return self._at(step, StepState.OVERDUE if is_late else StepState.DUE, entry=entry)

    def second_pass(self, one: StepNow, all_of_them: Iterable[StepNow]) -> StepNow:
        """Lock what waits for other steps."""
        if one.is_settled or one.state is StepState.NOT_YET:
            return one
        step = one.step
        others = [other for other in all_of_them if other.step.key != step.key]
        first = _open_before(step, others)
        if first is not None:
            because = f"First: {first.step.text}"
            return self._at(step, StepState.NOT_YET, because, entry=one.entry)
        if step.kind in AFTER_LADO and _waits_for_lado(others):
            return self._at(
                step, StepState.BLOCKED, LADO_SENTENCE, guard=LADO_FIRST, entry=one.entry
            )
        return one

    def _verdict(self, step: Step) -> Verdict:
        return verdict_on(step.when, self.situation.answers, self.situation.facts, self.questions)

    def _at(
        self,
        step: Step,
        state: StepState,
        because: str = "",
        *,
        guard: str | None = None,
        entry: Entry | None = None,
    ) -> StepNow:
        return StepNow(step, state, because, self._by(step), self._due_at(step), guard, entry)

    def _by(self, step: Step) -> str:
        facts = self.situation.facts
        return next((role for fact, role in step.by_if.items() if facts.get(fact)), step.by)

    def _due_at(self, step: Step) -> datetime | None:
        word = self.procedure.respond_by if step.due == "respond_by" else step.due
        return self.calendar.due_at(word, self._starts_at(step))

    def _starts_at(self, step: Step) -> datetime:
        """Return when its clock starts: with the answer that opened it, else with the case."""
        answers = self.situation.answers
        said = [answers[name] for name in step.when if name in answers]
        opened = [one.at for one in said if one.reply is Reply.YES]
        is_open_anyway = any(name not in answers for name in step.when)
        return self.situation.started_at if is_open_anyway or not opened else min(opened)


def evaluate(
    procedure: Procedure,
    situation: Situation,
    questions: Mapping[str, str],
    now: datetime,
    calendar: SchoolCalendar,
) -> tuple[StepNow, ...]:
    """Return every step of `procedure` in its running order, with its state at `now`.

    `situation.facts` carry the school's profile (rules_facts.py); `questions` are the sentences
    behind the answers' keys.
    """
    engine = _Engine(procedure, situation, questions, now, calendar)
    first = [engine.first_pass(step) for step in procedure.steps]
    return tuple(engine.second_pass(one, first) for one in first)


def left_open(steps: Iterable[StepNow]) -> tuple[StepNow, ...]:
    """Return what stands between a case and its closing (G-19)."""
    return tuple(
        one
        for one in steps
        if not one.is_settled
        and one.step.need is not Need.OPTIONAL
        and one.step.done_by is not DoneBy.CLOSING
    )


def severity_asked_for(procedure: Procedure, answers: Mapping[str, Said]) -> str:
    """Return the severity that the answers given raise the procedure's own to."""
    raised = (
        severity
        for severity, names in procedure.severity_up.items()
        if any(name in answers and answers[name].reply is Reply.YES for name in names)
    )
    return next(raised, procedure.severity)


def _newest(step: Step, entries: Iterable[Entry]) -> Entry | None:
    return next((one for one in reversed(tuple(entries)) if one.step_key == step.key), None)


def _is_unlocked(questions: Mapping[str, tuple[str, bool]], answers: Mapping[str, Said]) -> bool:
    wanted = {key: Reply.YES if yes else Reply.NO for key, (_, yes) in questions.items()}
    return all(key in answers and answers[key].reply is want for key, want in wanted.items())


def _open_before(step: Step, others: Iterable[StepNow]) -> StepNow | None:
    """Return the first step that must be settled before `step` opens, if any is left."""
    if step.opens is Opens.AT_ONCE:
        return None
    waits_for = {Part.OWN} if step.opens is Opens.AFTER_OWN_STEPS else set(Part)
    return next((one for one in left_open(others) if one.step.part in waits_for), None)


def _waits_for_lado(others: Iterable[StepNow]) -> bool:
    """Say whether advice is missing; a skipped LADO step has brought none (G-14)."""
    lado = [one for one in others if one.step.kind is StepKind.LADO]
    brought = {StepState.DONE, StepState.NOT_APPLICABLE}
    return any(one.state not in brought for one in lado)
