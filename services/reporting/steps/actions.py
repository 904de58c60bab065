"""Record what was done about a step, what was left out and why, and what was answered."""

from dataclasses import replace
from typing import Any

from services.reporting.cases.actions import Change
from services.reporting.cases.models import Severity
from services.reporting.cases.permissions import is_lower
from services.reporting.cases.queries import CaseNow
from services.reporting.cases.schemas import Moved
from services.reporting.procedures.actions import tell_roles
from services.reporting.procedures.actions_entries import Entering
from services.reporting.procedures.adapters_work import Work
from services.reporting.procedures.queries import Running, running_procedure
from services.reporting.procedures.rules_conditions import Reply, Said
from services.reporting.procedures.rules_engine import Act, StepNow, severity_asked_for
from services.reporting.procedures.rules_guards import GUARD_QUESTIONS
from services.reporting.procedures.rules_words import LOOKED_UP
from services.reporting.procedures.schemas import Library
from services.reporting.steps.permissions import act_of_skipping, why_not_done, why_not_skipped
from services.reporting.steps.schemas import Answered, StepDone, StepSkipped
from services.shared import clock
from services.shared.errors import FieldError, Malformed, NotThere, Refused

NO_PROCEDURE = "Triage this case first: its procedure starts then."
ANSWER_IN_WRITING = "Write down how you know."
ANSWER_YES_OR_NO = "Answer yes, no or not sure."
CHOOSE_ONE = "Choose one of the list."
WHAT_WAS_FOUND = "Write down which register you looked into and what you found there."
WHY_NOT_AS_FILLED = (
    "Lantern answered this from a child's date of birth. Write down why it is not so."
)


async def do_step(work: Work, key: str, done: StepDone) -> Moved:
    """Record a step as done; refused with the sentence that the page shows."""
    case = await work.case(done.version)
    running, one = await _step(work, case, key)
    await _refuse(work, done.version, why_not_done(one, work.by.roles))
    version = await work.change(case, Change("step_done", facts=_facts(one), words=done.what))
    await _entering(work, version).step(running.procedure.id, key, Act.DONE)
    return await work.moved(version)


async def skip_step(work: Work, key: str, skipped: StepSkipped) -> Moved:
    """Leave a step out with a reason; where the policy wants two people, the first only asks."""
    case = await work.case(skipped.version)
    running, one = await _step(work, case, key)
    why_not = why_not_skipped(one, work.by.roles, work.by.person_id)
    await _refuse(work, skipped.version, why_not)
    act = act_of_skipping(one)
    kind = "step_skipped" if act is Act.SKIPPED else "step_skip_asked"
    version = await work.change(case, Change(kind, facts=_facts(one), words=skipped.reason))
    await _entering(work, version).step(running.procedure.id, key, act)
    return await work.moved(version)


async def answer_question(work: Work, answered: Answered) -> Moved:
    """Record an answer; a yes may raise the severity, nothing here ever lowers it."""
    case = await work.case(answered.version)
    running = await _running(work, case)
    _check_answer(running, answered, work.papers.library)
    _check_filled(running, answered)
    facts = {
        "question": answered.question,
        "title": work.papers.library.questions[answered.question],
        "reply": answered.reply,
    }
    moves = _raised(case, running, answered)
    words = answered.words or None
    version = await work.change(case, Change("answered", facts=facts, words=words, moves=moves))
    await _entering(work, version).answer(answered.question, answered.reply)
    await tell_roles(work.session, replace(case, **moves), work.papers.library, by=work.by)
    return await work.moved(version)


async def _running(work: Work, case: CaseNow) -> Running:
    running = await running_procedure(work.session, case, work.papers.library)
    if running is None:
        raise Refused(NO_PROCEDURE)
    return running


async def _step(work: Work, case: CaseNow, key: str) -> tuple[Running, StepNow]:
    running = await _running(work, case)
    one = running.step(key)
    if one is None:
        raise NotThere
    return running, one


async def _refuse(work: Work, version: int, sentence: str | None) -> None:
    if sentence is None:
        return
    # a colleague may have finished it between our two looks: who was first is told first
    await work.case(version)
    raise Refused(sentence)


def _facts(one: StepNow) -> dict[str, Any]:
    return {"step": one.step.key, "title": one.step.text, "kind": one.step.kind.value}


def _check_answer(running: Running, answered: Answered, library: Library) -> None:
    known = {*running.procedure.questions(), *GUARD_QUESTIONS}
    if answered.question not in known or answered.question not in library.questions:
        raise NotThere
    needs_words = answered.question in GUARD_QUESTIONS or answered.question not in library.yes_no
    if answered.question in LOOKED_UP and not answered.words:
        raise Malformed(WHAT_WAS_FOUND, (FieldError("words", WHAT_WAS_FOUND),))
    if needs_words and not answered.words:
        raise Malformed(ANSWER_IN_WRITING, (FieldError("words", ANSWER_IN_WRITING),))
    if answered.question in library.yes_no and answered.reply is None:
        raise Malformed(ANSWER_YES_OR_NO, (FieldError("reply", ANSWER_YES_OR_NO),))
    offered = library.choices.get(answered.question)
    if offered and answered.words not in offered:
        raise Malformed(CHOOSE_ONE, (FieldError("words", CHOOSE_ONE),))


def _check_filled(running: Running, answered: Answered) -> None:
    """Let nobody contradict what Lantern filled in without writing down why."""
    filled = running.filled.get(answered.question)
    if filled is not None and answered.reply is not filled.reply and not answered.words:
        raise Malformed(WHY_NOT_AS_FILLED, (FieldError("words", WHY_NOT_AS_FILLED),))


def _raised(case: CaseNow, running: Running, answered: Answered) -> dict[str, Any]:
    if answered.reply is not Reply.YES:
        return {}
    said = {answered.question: Said(answered.reply, clock.now())}
    asked = Severity(severity_asked_for(running.procedure, said))
    named = any(answered.question in names for names in running.procedure.severity_up.values())
    if not named or not is_lower(Severity(case.severity), asked):
        return {}
    return {"severity": asked.value, "danger": asked is Severity.CRITICAL}


def _entering(work: Work, version: int) -> Entering:
    return Entering(work.session, work.case_id, work.by, version)
