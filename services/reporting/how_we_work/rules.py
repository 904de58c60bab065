"""Draw a procedure as a flow chart, from its definition and the school's profile: pure.

Nothing is drawn by hand: a step that the definition gains stands in the chart at the next look.
What the profile decides is decided here; what only a case can tell is asked in its question.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from services.reporting.procedures.rules_definition import Notice, Procedure, Step
from services.reporting.procedures.rules_facts import Settings, Standing, facts_of
from services.reporting.procedures.rules_guards import (
    AFTER_LADO,
    LADO_FIRST,
    LADO_SENTENCE,
    LOCKS,
)
from services.reporting.procedures.rules_words import Part, StepKind
from services.reporting.procedures.schemas import Library

# Facts that the profile alone decides, whatever the case.
DECIDED: Final = ("head_is_dsl", "dsl_not_head", "head_must_confiscate", "external_record_used")
# Facts that only a case can tell, as the question that somebody would ask.
ASKED: Final[Mapping[str, str]] = {
    "head_is_subject": "Is it about the head?",
    "dsl_is_subject": "Is it about the DSL?",
    "parents_told": "Were the parents told?",
    "severity_high": "Is the severity high or critical?",
}
Facts = Mapping[str, bool]


@dataclass(frozen=True)
class Box:
    """One box of a flow chart: a step, who does it, by when, and what opens or locks it."""

    key: str
    part: str
    text: str
    by: str
    due: str
    need: str
    only_if: tuple[str, ...]
    lock: str
    guard: str | None
    workflow: str | None


@dataclass(frozen=True)
class Told:
    """A role that is told, by when and in which form; `only_if` and `unless` are questions."""

    role: str
    when: str
    form: str | None
    only_if: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """What happens with one kind of concern at this school, in the order in which it happens."""

    id: str
    title: str
    about: str
    forbidden: tuple[str, ...]
    boxes: tuple[Box, ...]
    tell: tuple[Told, ...]
    policies: tuple[str, ...]
    guidance: tuple[str, ...]


def decided_by(settings: Settings) -> Facts:
    """Return the facts that a school's profile decides for every case."""
    nothing_yet = Standing("", head_is_subject=False, dsl_is_subject=False, parents_told=None)
    facts = facts_of(settings, nothing_yet)
    return {name: facts[name] is True for name in DECIDED}


def chart_of(procedure: Procedure, facts: Facts, library: Library) -> Chart:
    """Return a procedure as this school works by it, less the steps that it never has."""
    has_lado = any(step.kind is StepKind.LADO for step in procedure.steps)
    boxes = (
        _box(step, facts, library, due=_due(step, procedure), has_lado=has_lado)
        for step in procedure.steps
        if _may_come(step.when, facts)
    )
    return Chart(
        id=procedure.id,
        title=procedure.title,
        about=procedure.about,
        forbidden=tuple(library.prohibitions[one] for one in procedure.forbidden),
        boxes=tuple(boxes),
        tell=tuple(
            _told(one, facts, library)
            for one in procedure.notify
            if _may_come(one.only_if, facts) and not _always(one.unless, facts)
        ),
        policies=tuple(library.policies[one] for one in procedure.policies),
        guidance=procedure.guidance,
    )


def version_of_chart(chart: Chart, edition: int) -> str:
    """Return a name of exactly what is shown, such as 1-3fa9c2d81b; other words, other name."""
    digest = hashlib.sha256(json.dumps(asdict(chart)).encode()).hexdigest()
    return f"{edition}-{digest[:10]}"


def shared_boxes(
    procedures: Iterable[Procedure], part: Part, facts: Facts, library: Library
) -> list[Box]:
    """Return the steps of `part` that all the procedures have which have any, in their order."""
    parts = [[one for one in each.steps if one.part is part] for each in procedures]
    with_any = [steps for steps in parts if steps]
    if not with_any:
        return []
    keys = set.intersection(*({one.key for one in steps} for steps in with_any))
    return [
        _box(step, facts, library, due=step.due, has_lado=False)
        for step in with_any[0]
        if step.key in keys and _may_come(step.when, facts)
    ]


def _box(step: Step, facts: Facts, library: Library, *, due: str, has_lado: bool) -> Box:
    guard, lock = _lock(step, has_lado=has_lado)
    return Box(
        key=step.key,
        part=step.part,
        text=step.text,
        by=next((role for fact, role in step.by_if.items() if facts.get(fact)), step.by),
        due=due,
        need=step.need,
        only_if=_questions(step.when, facts, library),
        lock=lock,
        guard=guard,
        workflow=step.workflow,
    )


def _due(step: Step, procedure: Procedure) -> str:
    return procedure.respond_by if step.due == "respond_by" else step.due


def _lock(step: Step, *, has_lado: bool) -> tuple[str | None, str]:
    lock = LOCKS.get(step.kind)
    if lock is not None:
        return lock.guard, lock.sentence
    if has_lado and step.kind in AFTER_LADO:
        return LADO_FIRST, LADO_SENTENCE
    return None, ""


def _may_come(names: Sequence[str], facts: Facts) -> bool:
    """Say whether a condition is not already a no at this school."""
    return not names or any(facts.get(name, True) for name in names)


def _always(names: Sequence[str], facts: Facts) -> bool:
    return any(facts.get(name, False) for name in names)


def _questions(names: Sequence[str], facts: Facts, library: Library) -> tuple[str, ...]:
    """Return what must be asked before a condition is known; nothing where the profile says yes."""
    if _always(names, facts):
        return ()
    asked = (name for name in names if name not in facts)
    return tuple(ASKED.get(name) or library.questions[name] for name in asked)


def _told(notice: Notice, facts: Facts, library: Library) -> Told:
    return Told(
        role=notice.role,
        when=notice.when,
        form=notice.form,
        only_if=_questions(notice.only_if, facts, library),
        unless=_questions(notice.unless, facts, library),
    )
