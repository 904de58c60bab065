"""Turn what an adult outside the school wrote into a report and store it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import school_staff
from services.reporting.cases.rules import STAFF_MATTERS, AboutAdult, assumed_answer
from services.reporting.concerns.actions import receive_report
from services.reporting.concerns.actions_rows import Desk
from services.reporting.concerns.queries import my_reference, whom_to_ring
from services.reporting.concerns.rules import Answer, Report
from services.reporting.concerns.rules_urgency import urgency_told_by_adult
from services.reporting.outside_reports.rules import TELLERS, TOPICS, is_for_heads, source_of
from services.reporting.outside_reports.schemas import OutsideReport, OutsideReportTaken
from services.shared import clock
from services.shared.callers import Caller
from services.shared.directory import profile_of


async def take_outside_report(
    session: AsyncSession, told: OutsideReport, *, idempotency_key: str, by: Caller, desk: Desk
) -> OutsideReportTaken:
    """Store a report by an adult without an account and return what they are answered.

    It is read by the same people as any report, with the same names looked for in the words
    (G-12, G-35); a parent's also by the head where the school wants that (A-1.5-26).

    Raises Malformed where the same key came before with other content.
    """
    staff = await school_staff(session, by.school_id)
    profile = await profile_of(session, by.school_id)
    for_heads = is_for_heads(told.teller, profile.get("notify.parent_reports_to"))
    report = _report(told, idempotency_key, for_heads=for_heads)
    received = await receive_report(session, report, staff=staff, by=by, desk=desk)
    return OutsideReportTaken(
        reference=await my_reference(session, received.concern_id),
        sent_at=received.sent_at,
        is_heard=bool(received.heard_by),
        ring=await whom_to_ring(session, by.school_id) if received.needs_lado else None,
    )


def _report(told: OutsideReport, idempotency_key: str, *, for_heads: bool) -> Report:
    kind, risk_area, _ = TOPICS[told.topic]
    about_adult = assumed_answer(
        AboutAdult(told.about_adult), frozenset(), is_staff_matter=kind in STAFF_MATTERS
    )
    return Report(
        source=source_of(told.teller),
        idempotency_key=idempotency_key,
        sent_at=clock.now(),
        answers=tuple(_answers(told)),
        words="\n".join(one for one in (told.happened, told.child, told.adult, told.name) if one),
        about_adult=about_adult,
        urgency=urgency_told_by_adult(
            is_danger_now=told.danger_now == "yes", kind=kind, about_adult=about_adult
        ),
        kind=kind,
        risk_area=risk_area,
        for_heads=for_heads,
    )


_YES_NO = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}


def _answers(told: OutsideReport) -> list[Answer]:
    return [
        Answer("teller", "Who is telling", TELLERS[told.teller]),
        Answer("topic", "What it is about", TOPICS[told.topic][2]),
        Answer("happened", "What was seen or said", told.happened),
        Answer("child", "Which child", told.child or "Not said"),
        Answer("danger_now", "In danger now", _YES_NO[told.danger_now]),
        Answer("about_adult", "About an adult at school", _YES_NO[told.about_adult]),
        Answer("adult", "Which adult", told.adult or "Nobody named"),
        Answer("name", "Their name", told.name or "Not said"),
        Answer("reach", "How to reach them", told.reach or "Not said"),
    ]
