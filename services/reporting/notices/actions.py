"""Decide whether a parent is told, tell them, make codes, remind: each one more row (G-17)."""

import json
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change
from services.reporting.cases.queries import CaseNow, case_now
from services.reporting.notices.adapters import read_templates
from services.reporting.notices.models import ParentDecision, ParentNotice, ParentNoticeEvent
from services.reporting.notices.queries import (
    LABELS,
    children_of,
    guardians_of,
    happenings_of,
    last_of,
    may_still_read,
    notice_with,
    school_name,
)
from services.reporting.notices.rules import (
    BARRED,
    CHOOSE_WORDS,
    NOT_YOURS,
    QUESTION,
    READ_ALREADY,
    REMINDED_ALREADY,
    TRIAGE_FIRST,
    Answer,
    Guardian,
    NoticeAct,
    Template,
    fitting,
    what_is_missing,
    why_not_told,
    words_of,
)
from services.reporting.notices.schemas import Decided, Decision
from services.reporting.procedures.actions import tell_roles
from services.reporting.procedures.actions_entries import Entering
from services.reporting.procedures.adapters_work import Work
from services.reporting.procedures.queries import Running, running_procedure
from services.reporting.procedures.rules_conditions import Reply
from services.reporting.procedures.rules_engine import Act, StepNow, StepState
from services.reporting.procedures.rules_words import Skip, StepKind
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import SAFEGUARDING, Caller
from services.shared.encryption import Sealer
from services.shared.errors import FieldError, Malformed, NotAllowed, NotThere, Refused
from services.shared.events.reporting import ParentNoticeReleased
from services.shared.link_codes import new_code
from services.shared.link_visits import take_turn
from services.shared.queue import record

_SHUT = frozenset({StepState.NOT_YET, StepState.BLOCKED})
_OPEN = frozenset({StepState.DUE, StepState.OVERDUE})


async def decide(work: Work, given: Decision) -> Decided:
    """Record a named person's answer and, where it is no, tell the parent (G-17).

    Raises Malformed for an answer without its reason, Refused where the adult must not be told or
    a step of the procedure comes first. The procedure's own parents step is settled with it.
    """
    case = await work.case(given.version)
    _check_caller(work.by)
    answer = _check_answer(given)
    running = await _running(work, case)
    guardian = await _guardian(work, given)
    template = _template(running, given, guardian) if answer is Answer.NO else None
    version = await _change(work, case, given, guardian)
    entering = Entering(work.session, work.case_id, work.by, version)
    await _enter_decision(work, given, answer, version)
    await entering.answer(QUESTION, Reply.NO if answer is Answer.NO else Reply.YES)
    await _settle_step(work, entering, is_told=answer is Answer.NO)
    notice_id = await _release(work, given, template) if template else None
    await tell_roles(work.session, case, work.papers.library, by=work.by)
    moved = await work.moved(version)
    return Decided(case_id=moved.case_id, version=moved.version, notice_id=notice_id)


def _check_caller(by: Caller) -> None:
    if not by.has_any(*SAFEGUARDING):
        raise NotAllowed(NOT_YOURS)


def _check_answer(given: Decision) -> Answer:
    answer = given.would_telling_put_child_at_risk
    missing = what_is_missing(answer, given.reason, given.review_on, clock.now().date())
    if missing or answer is None:
        errors = tuple(FieldError(field, sentence) for field, sentence in missing.items())
        raise Malformed(errors[0].message, errors)
    return answer


async def _guardian(work: Work, given: Decision) -> Guardian:
    children = await children_of(work.session, work.case_id)
    if given.pupil_id not in children:
        raise NotThere
    listed = await guardians_of(work.session, work.case_id, work.by.school_id, [given.pupil_id])
    found = next((one for one in listed if one.person_id == given.guardian_id), None)
    if found is None:
        raise NotThere
    return found


def _template(running: Running, given: Decision, guardian: Guardian) -> Template:
    why_not = why_not_told(guardian)
    if why_not:
        raise Refused(why_not)
    offered = fitting(read_templates(), running.procedure.id)
    chosen = next((one for one in offered if one.key == given.template), None)
    if chosen is None:
        raise Malformed(CHOOSE_WORDS, (FieldError("template", CHOOSE_WORDS),))
    return chosen


async def _change(work: Work, case: CaseNow, given: Decision, guardian: Guardian) -> int:
    is_told = given.would_telling_put_child_at_risk is Answer.NO
    facts = {
        "guardian_id": str(given.guardian_id),
        "pupil_id": str(given.pupil_id),
        "review_on": given.review_on.isoformat() if given.review_on else None,
    }
    words = f"{guardian.display_name}: {given.reason}"
    change = Change("parent_told" if is_told else "parent_not_told", facts=facts, words=words)
    return await work.change(case, change)


async def _enter_decision(work: Work, given: Decision, answer: Answer, version: int) -> None:
    row = {
        "id": uuid4(),
        "school_id": work.by.school_id,
        "case_id": work.case_id,
        "pupil_id": given.pupil_id,
        "guardian_id": given.guardian_id,
        "answer": answer.value,
        "review_on": None if answer is Answer.NO else given.review_on,
        "change_version": version,
        "decided_by": work.by.person_id,
        "decided_at": clock.now(),
    }
    await work.session.execute(insert(table_of(ParentDecision)), row)


async def _running(work: Work, case: CaseNow) -> Running:
    running = await running_procedure(work.session, case, work.papers.library)
    if running is None:
        raise Refused(TRIAGE_FIRST)
    return running


async def _sealer(work: Work) -> Sealer:
    return await work.papers.keys.sealer_of(work.session, work.by.school_id, work.case_id)


async def _settle_step(work: Work, entering: Entering, *, is_told: bool) -> None:
    """Complete the parents step, or leave it out; where another step comes first, refuse."""
    running = await _running(work, await case_now(work.session, work.case_id))
    for one in running.steps:
        if one.step.kind is not StepKind.PARENTS:
            continue
        if is_told and one.state in _SHUT:
            raise Refused(one.because)
        act = _act_on(one, is_told=is_told)
        if act is not None:
            await entering.step(running.procedure.id, one.step.key, act)


def _act_on(one: StepNow, *, is_told: bool) -> Act | None:
    if is_told:
        return Act.DONE if one.state in {*_OPEN, StepState.SKIPPED} else None
    if one.state not in {*_OPEN, *_SHUT} or one.step.skip is Skip.NEVER:
        return None
    return Act.SKIP_ASKED if one.step.skip is Skip.SECOND else Act.SKIPPED


async def _release(work: Work, given: Decision, template: Template) -> UUID:
    children = await children_of(work.session, work.case_id)
    _, child = children[given.pupil_id]
    words = words_of(template, child, await school_name(work.session, work.by.school_id))
    notice_id = uuid4()
    row = {
        "id": notice_id,
        "school_id": work.by.school_id,
        "case_id": work.case_id,
        "pupil_id": given.pupil_id,
        "guardian_id": given.guardian_id,
        "template": template.key,
        "words": (await _sealer(work)).seal(json.dumps(words), LABELS["words"], notice_id),
        "released_by": work.by.person_id,
        "released_at": clock.now(),
    }
    await work.session.execute(insert(table_of(ParentNotice)), row)
    notice = await _notice(work, notice_id)
    await _give_code(work, notice)
    await _say(work, notice, "parent_notice.released")
    await record(work.session, _event(notice))
    return notice_id


def _event(notice: ParentNotice, reminder: int = 0) -> ParentNoticeReleased:
    return ParentNoticeReleased(
        school_id=notice.school_id,
        notice_id=notice.id,
        pupil_id=notice.pupil_id,
        guardian_id=notice.guardian_id,
        reminder=reminder,
    )


async def _notice(work: Work, notice_id: UUID) -> ParentNotice:
    notice = await notice_with(work.session, notice_id)
    if notice is None or notice.case_id != work.case_id:
        raise NotThere
    return notice


async def make_code(work: Work, notice_id: UUID) -> None:
    """Make the code that opens the notice from now on; five new tries, the old one is dead."""
    notice = await _checked(work, notice_id)
    await _give_code(work, notice)


async def _give_code(work: Work, notice: ParentNotice) -> None:
    code = new_code()
    await enter(
        work.session, await _sealer(work), notice, NoticeAct.NEW_CODE, by=work.by, words=code
    )
    await _say(work, notice, "parent_notice.code_made")


async def remind(work: Work, notice_id: UUID) -> None:
    """Mail the notice's link once more; raises Refused where it was read, or reminded today."""
    notice = await _checked(work, notice_id)
    happenings = await happenings_of(work.session, notice_id)
    if last_of(happenings, NoticeAct.ACKNOWLEDGED):
        raise Refused(READ_ALREADY)
    reminded = last_of(happenings, NoticeAct.REMINDED)
    today = clock.now().date()
    if reminded and reminded.at.date() == today:
        raise Refused(REMINDED_ALREADY)
    await enter(work.session, await _sealer(work), notice, NoticeAct.REMINDED, by=work.by)
    await _say(work, notice, "parent_notice.reminded")
    await record(work.session, _event(notice, today.toordinal()))


async def _checked(work: Work, notice_id: UUID) -> ParentNotice:
    notice = await _notice(work, notice_id)
    _check_caller(work.by)
    if not await may_still_read(work.session, notice):
        raise Refused(BARRED)
    return notice


async def enter(  # noqa: PLR0913  # one row: what, to which notice, by whom, in which words
    session: AsyncSession,
    sealer: Sealer,
    notice: ParentNotice,
    act: NoticeAct,
    *,
    by: Caller | None = None,
    words: str | None = None,
    ticket: bytes | None = None,
) -> None:
    """Write down what happened to a notice; `by` is None for the parent, who has no account."""
    await take_turn(session, notice.id)
    event_id = uuid4()
    row = {
        "id": event_id,
        "school_id": notice.school_id,
        "case_id": notice.case_id,
        "notice_id": notice.id,
        "seq": len(await happenings_of(session, notice.id)) + 1,
        "act": act.value,
        "at": clock.now(),
        "by_person_id": by.person_id if by else None,
        "words": sealer.seal(words, LABELS["event"], event_id) if words else None,
        "ticket_sha256": ticket,
    }
    await session.execute(insert(table_of(ParentNoticeEvent)), row)


async def _say(work: Work, notice: ParentNotice, act: str) -> None:
    facts = {"notice_id": str(notice.id)}
    await audit(
        work.session, actor=work.by, act=act, kind="case", subject_id=work.case_id, facts=facts
    )
