"""For any answers and entries every step has one state, and a reason where it needs one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.procedures.rules_conditions import Reply, Said
from services.reporting.procedures.rules_definition import Procedure
from services.reporting.procedures.rules_engine import (
    Act,
    Entry,
    Situation,
    StepState,
    evaluate,
    left_open,
    severity_asked_for,
)
from services.reporting.procedures.rules_guards import AFTER_LADO, GUARD_QUESTIONS, LOCKS
from services.reporting.procedures.rules_words import DERIVED, DoneBy, Need, Part, StepKind
from tests.unit.reporting.procedures.situations import (
    ACTS,
    MONDAY,
    PERSON,
    calendar,
    done,
    facts,
    library,
    said,
    steps_of,
)

NAMES = sorted(library().procedures)
CONDITIONS = [
    (name, step.key, condition)
    for name in NAMES
    for step in library().procedures[name].steps
    for condition in step.when
]


@dataclass(frozen=True)
class Drawn:
    procedure: Procedure
    situation: Situation
    hours: int


@st.composite
def situations(draw: st.DrawFn) -> Drawn:
    procedure = library().procedures[draw(st.sampled_from(NAMES))]
    asked = [*procedure.questions(), *GUARD_QUESTIONS]
    answers = draw(st.dictionaries(st.sampled_from(asked), st.sampled_from(list(Reply))))
    keys = [step.key for step in procedure.steps]
    entries = draw(
        st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(list(Act))), max_size=20)
    )
    decided = draw(
        st.dictionaries(st.sampled_from(sorted(DERIVED)), st.sampled_from([True, False, None]))
    )
    situation = Situation(
        started_at=MONDAY,
        answers={key: Said(reply, MONDAY + timedelta(hours=1)) for key, reply in answers.items()},
        facts={**facts(), **decided},
        entries=tuple(Entry(key, act, PERSON, MONDAY) for key, act in entries),
        acts=draw(st.sampled_from([frozenset(), ACTS, frozenset(DoneBy)])),
    )
    return Drawn(procedure, situation, draw(st.integers(0, 2000)))


@settings(max_examples=400, deadline=None)
@given(situations())
def test_no_step_is_ever_without_a_state_or_a_reason(drawn: Drawn) -> None:
    now = MONDAY + timedelta(hours=drawn.hours)
    found = evaluate(drawn.procedure, drawn.situation, library().questions, now, calendar())
    assert [one.step for one in found] == list(drawn.procedure.steps)
    for one in found:
        assert one.state in StepState
        if one.state in {StepState.NOT_YET, StepState.NOT_APPLICABLE, StepState.BLOCKED}:
            assert one.because.endswith(".") or one.because.startswith("First: ")
        assert (one.guard is not None) == (one.state is StepState.BLOCKED)
        if one.state is StepState.OVERDUE:
            assert one.due_at is not None
            assert one.due_at < now
        if one.state is StepState.SKIPPED:
            assert one.entry is not None
            assert one.entry.act is Act.SKIPPED


@settings(max_examples=200, deadline=None)
@given(situations())
def test_what_is_left_open_is_all_that_closing_waits_for(drawn: Drawn) -> None:
    found = evaluate(drawn.procedure, drawn.situation, library().questions, MONDAY, calendar())
    left = left_open(found)
    for one in found:
        must = one.step.need is not Need.OPTIONAL and one.step.done_by is not DoneBy.CLOSING
        assert (one in left) == (must and not one.is_settled)


@settings(max_examples=200, deadline=None)
@given(situations())
def test_the_same_question_twice_gives_the_same_answer(drawn: Drawn) -> None:
    twice = [
        evaluate(drawn.procedure, drawn.situation, library().questions, MONDAY, calendar())
        for _ in range(2)
    ]
    assert twice[0] == twice[1]


@pytest.mark.guard("G-35")
@pytest.mark.parametrize(("name", "key", "condition"), CONDITIONS)
def test_each_condition_opens_with_a_yes_and_when_unanswered_and_closes_with_a_no(
    name: str, key: str, condition: str
) -> None:
    procedure = library().procedures[name]
    step = procedure.step(key)
    assert step is not None
    others = {one: False for one in step.when if one != condition and one not in DERIVED}
    is_fact = condition in DERIVED

    def state(reply: bool | Reply | None) -> StepState:
        answers = dict(others)
        decided: dict[str, bool | None] = {}
        if is_fact and not isinstance(reply, Reply):
            decided[condition] = reply
        elif reply is not None:
            answers[condition] = reply  # type: ignore[assignment]
        return steps_of(procedure, said(**answers), **decided)[key].state

    open_states = {StepState.DUE, StepState.BLOCKED, StepState.NOT_YET}
    assert state(True) in open_states
    assert state(False) is StepState.NOT_APPLICABLE
    assert state(None) in open_states
    if not is_fact:
        assert state(Reply.NOT_SURE) in open_states


def test_what_does_not_apply_names_the_answer_that_made_it_so() -> None:
    steps = steps_of(library().procedures["cyberbullying"], said(crime_suspected=False))
    assert steps["police"].because == (
        "Not needed, because “May a crime have been committed?” was answered no."
    )
    record = steps["safeguarding_record"]
    assert record.because == ("Not needed, because this school keeps no other safeguarding record.")


def test_steps_stand_in_the_running_order() -> None:
    order = {Part.OPENING: 0, Part.OWN: 1, Part.CLOSING: 2}
    for procedure in library().procedures.values():
        parts = [order[step.part] for step in procedure.steps]
        assert parts == sorted(parts)


def test_a_step_that_is_late_is_overdue_and_an_optional_one_never_is() -> None:
    procedure = library().procedures["cyberbullying"]
    later = MONDAY + timedelta(days=30)
    steps = steps_of(procedure, now=later)
    assert steps["child_advice"].state is StepState.OVERDUE
    assert steps["sanction"].state is StepState.DUE
    assert steps_of(procedure)["child_advice"].state is StepState.DUE


def test_the_clock_of_a_branch_starts_with_the_answer_that_opened_it() -> None:
    procedure = library().procedures["welfare_general"]
    wednesday = MONDAY + timedelta(days=2)
    answers = {"crime_suspected": Said(Reply.YES, wednesday)}
    opened = steps_of(procedure, answers)["illegal"].due_at
    assert opened == wednesday + timedelta(minutes=15)
    assert steps_of(procedure)["illegal"].due_at == MONDAY + timedelta(minutes=15)


def test_parents_hear_again_only_once_they_were_told() -> None:
    procedure = library().procedures["nudes"]
    assert steps_of(procedure)["parent_updates"].state is StepState.NOT_YET
    told = steps_of(procedure, parents_told=True)["parent_updates"]
    assert told.state is StepState.DUE
    assert steps_of(procedure, parents_told=False)["parent_updates"].is_settled


@pytest.mark.guard("G-14")
def test_inquiries_and_telling_the_subject_wait_for_the_lados_advice() -> None:
    procedure = library().procedures["staff_allegation"]
    before = steps_of(procedure)
    for key in ("tell_subject", "outcome"):
        assert (before[key].state, before[key].guard) == (StepState.BLOCKED, "G-14")
    after = steps_of(procedure, entries=done("lado"))
    assert after["tell_subject"].state is StepState.DUE
    assert after["outcome"].state is StepState.DUE


@pytest.mark.guard("G-14")
def test_a_skipped_lado_step_has_brought_no_advice() -> None:
    procedure = library().procedures["radicalisation_staff"]
    skipped = steps_of(procedure, entries=done("lado", act=Act.SKIPPED))
    assert skipped["lado"].state is StepState.SKIPPED
    assert skipped["outcome"].guard == "G-14"


GUARDED = {"G-02": "viewing", "G-03": "deletion", "G-17": "parents", "G-18": "beyond_school"}


@pytest.mark.guard("G-02")
@pytest.mark.guard("G-03")
@pytest.mark.guard("G-17")
@pytest.mark.guard("G-18")
@pytest.mark.guard("G-35")
@pytest.mark.parametrize("guard", GUARDED)
def test_a_lock_opens_only_when_every_question_has_the_answer_it_wants(guard: str) -> None:
    kind = StepKind(GUARDED[guard])
    wanted = {key: yes for key, (_, yes) in LOCKS[kind].questions.items()}
    found = [
        (procedure, step.key)
        for procedure in library().procedures.values()
        for step in procedure.steps
        if step.kind is kind
    ]
    assert found
    for procedure, key in found:
        assert steps_of(procedure)[key].guard == guard
        assert steps_of(procedure, said(**wanted))[key].state is StepState.DUE
        for question, yes in wanted.items():
            rest = {name: held for name, held in wanted.items() if name != question}
            assert steps_of(procedure, said(**rest))[key].guard == guard
            wrong = said(**(rest | {question: not yes}))
            assert steps_of(procedure, wrong)[key].guard == guard


def test_every_kind_of_step_that_a_guard_looks_for_is_used() -> None:
    used = {step.kind for one in library().procedures.values() for step in one.steps}
    assert used == set(StepKind)
    assert set(LOCKS) | AFTER_LADO <= used


def walked(procedure: Procedure, answers: Mapping[str, Said]) -> list[str]:
    """Do whatever can be done until nothing more can; return what stays open."""
    entries: tuple[Entry, ...] = ()
    for _ in procedure.steps:
        told = True if any(one.step_key == "parents" for one in entries) else None
        steps = steps_of(procedure, dict(answers), entries, parents_told=told)
        ready = [key for key, one in steps.items() if one.state is StepState.DUE]
        if not ready or ready == ["close_review"]:
            break
        entries += done(*[key for key in ready if key != "close_review"])
    return [one.step.key for one in left_open(steps.values())]


@pytest.mark.guard("G-19")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reply", [True, False, None], ids=["yes", "no", "unanswered"])
def test_every_procedure_can_be_walked_to_its_end(name: str, reply: bool | None) -> None:
    procedure = library().procedures[name]
    locks = {key: yes for lock in LOCKS.values() for key, (_, yes) in lock.questions.items()}
    asked = {} if reply is None else dict.fromkeys(procedure.questions(), reply)
    assert walked(procedure, said(**(asked | locks))) == []


def test_answers_raise_the_severity_and_silence_does_not() -> None:
    procedure = library().procedures["cyberbullying"]
    assert severity_asked_for(procedure, {}) == "medium"
    assert severity_asked_for(procedure, said(sexual_element=True)) == "high"
    both = said(sexual_element=True, immediate_danger=True)
    assert severity_asked_for(procedure, both) == "critical"
