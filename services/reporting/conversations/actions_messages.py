"""Write to whoever told, and let them read it and write back."""

from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change, tell_screens
from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.models import Kind, RiskArea, Severity, Why
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import (
    display_names,
    is_kept_out,
    names_for_children,
    school_staff,
)
from services.reporting.cases.rules import AboutAdult
from services.reporting.cases.schemas import Moved
from services.reporting.come_back.queries import concern_of_slip
from services.reporting.come_back.rules import code_hash, locator_hash
from services.reporting.concerns.actions import add_answer
from services.reporting.concerns.actions_rows import Desk
from services.reporting.concerns.queries import whom_to_ring
from services.reporting.concerns.rules import CAME_BACK, Answer, Report, Urgency, names_found
from services.reporting.conversations.models import MessageRead
from services.reporting.conversations.permissions import why_not_say, why_not_write_to
from services.reporting.conversations.queries_messages import (
    SENT,
    MyMessage,
    my_messages,
    reporter_of,
)
from services.reporting.conversations.schemas_messages import (
    ChildMessages,
    ForChild,
    ForReporter,
    Heard,
    MessageWritten,
    ReporterMessages,
    SlipShown,
)
from services.reporting.procedures.actions_manager import kept_out_of
from services.reporting.procedures.adapters_work import Work
from services.reporting.staff_reports.queries import my_reports
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.encryption import Sealer
from services.shared.errors import FieldError, Malformed, NotThere, Refused

QUESTION: Final = "I wrote back"


async def send_message(work: Work, written: MessageWritten) -> Moved:
    """Write to whoever told one concern of the case; they alone read it, besides its readers.

    Raises Refused where nobody can be reached, or where whoever told must not see the case (G-12),
    Malformed where the adult's name stands in it whom the case is about (G-23).
    """
    case = await work.case(written.version, Doing.MESSAGE)
    source, reporter_id = await reporter_of(work.session, case.case_id, written.concern_id)
    kept_out = reporter_id and await is_kept_out(work.session, case.case_id, reporter_id)
    sentence = why_not_write_to(source, is_kept_out=bool(kept_out))
    if sentence is not None:
        raise Refused(sentence)
    await _leave_the_adult_out(work, written.text)
    facts = {"concern_id": str(written.concern_id)}
    return await work.finish(case, Change(SENT, facts=facts, words=written.text))


async def _leave_the_adult_out(work: Work, words: str) -> None:
    """Refuse words in which the name of the adult stands whom the case is about (G-23)."""
    out = await kept_out_of(work.session, work.case_id)
    staff = (await school_staff(work.session, work.by.school_id)).names
    subjects = [staff[one] for one, why in out.items() if why is Why.SUBJECT and one in staff]
    named = names_found(words, subjects)
    sentence = why_not_say([one.display_name for one in subjects if one.person_id in named])
    if sentence is not None:
        raise Malformed(sentence, (FieldError("text", sentence),))


async def read_as_child(
    session: AsyncSession, slip: SlipShown, *, by: Caller, desk: Desk
) -> ChildMessages:
    """Return the messages behind three pictures and a slip's letters; NotThere for any other."""
    concern_id = await concern_behind_slip(session, slip, by=by, desk=desk)
    return ChildMessages(items=await messages_for_child(session, concern_id, by=by, keys=desk.keys))


async def messages_for_child(
    session: AsyncSession, concern_id: UUID, *, by: Caller, keys: CaseKeys
) -> list[ForChild]:
    """Return the messages about a child's report, newest first; that they were read is kept."""
    found = await my_messages(session, concern_id)
    names = await names_for_children(session, [one.actor_id for one in found])
    sealer = await _opened_first(session, concern_id, found, by=by, keys=keys)
    return [
        ForChild(
            text=one.opened(sealer),
            sender=names.get(one.actor_id, "A grown-up at school"),
            sent_on=one.sent_at.date(),
        )
        for one in found
    ]


async def concern_behind_slip(
    session: AsyncSession, slip: SlipShown, *, by: Caller, desk: Desk
) -> UUID:
    """Return the concern of a slip and its pictures; raises NotThere where either is wrong."""
    key, school_id = desk.come_back_key, by.school_id
    hashes = code_hash(key, school_id, slip.pictures), locator_hash(key, school_id, slip.locator)
    concern_id = await concern_of_slip(session, *hashes)
    if concern_id is None:
        raise NotThere
    return concern_id


async def read_as_reporter(
    session: AsyncSession, report_id: UUID, *, by: Caller, keys: CaseKeys
) -> ReporterMessages:
    """Return one of the caller's own reports with the messages about it; NotThere for others."""
    report = next((one for one in await my_reports(session) if one.report_id == report_id), None)
    if report is None:
        raise NotThere
    found = await my_messages(session, report_id)
    names = await display_names(session, [one.actor_id for one in found])
    sealer = await _opened_first(session, report_id, found, by=by, keys=keys)
    messages = [
        ForReporter(
            text=one.opened(sealer),
            sender=names.get(one.actor_id, "A colleague"),
            sent_at=one.sent_at,
        )
        for one in found
    ]
    plain = report.model_dump(exclude={"messages", "unread"})
    return ReporterMessages(**plain, messages=messages)


async def _opened_first(
    session: AsyncSession,
    concern_id: UUID,
    found: list[MyMessage],
    *,
    by: Caller,
    keys: CaseKeys,
) -> Sealer:
    """Write down that the messages were read, then return what opens them (G-20)."""
    await audit(session, actor=by, act="messages.read", kind="concern", subject_id=concern_id)
    now = clock.now()
    rows = [
        {"change_id": one.change_id, "school_id": by.school_id, "case_id": one.case_id, "at": now}
        for one in found
    ]
    if rows:
        await session.execute(insert_once(table_of(MessageRead)).on_conflict_do_nothing(), rows)
        await tell_screens(session, found[0].case_id)
    return await keys.sealer_of_mine(session, by.school_id, concern_id)


async def write_back(  # noqa: PLR0913  # what is said, about what, by whom
    session: AsyncSession,
    concern_id: UUID,
    words: str,
    *,
    idempotency_key: str,
    by: Caller,
    desk: Desk,
) -> Heard:
    """Add what whoever told writes back to their report; everybody who reads it is alerted.

    The case opens again where it was closed. Raises NotThere for a report of somebody else.
    """
    report = Report(
        source="staff" if by.kind == "person" else "pupil",
        idempotency_key=idempotency_key,
        sent_at=clock.now(),
        answers=(Answer(CAME_BACK, QUESTION, words),),
        words=words,
        about_adult=AboutAdult.NO,  # the worse answer of before stands
        urgency=Urgency(Severity.MEDIUM, "severity.same_day_look"),
        kind=Kind.OTHER,
        risk_area=RiskArea.NOT_SURE,
    )
    received = await add_answer(session, concern_id, report, by=by, desk=desk)
    ring = await whom_to_ring(session, by.school_id) if received.needs_lado else None
    return Heard(sent_at=received.sent_at, ring=ring)
