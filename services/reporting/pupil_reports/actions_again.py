"""What a child says who came back: it goes on, or somebody must come now."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import Kind, RiskArea, Severity
from services.reporting.cases.rules import AboutAdult
from services.reporting.come_back.queries import concern_behind
from services.reporting.come_back.rules import code_hash
from services.reporting.come_back.schemas import ComeBackAgain
from services.reporting.concerns.actions_rows import Desk, add_to_report
from services.reporting.concerns.queries import whom_to_ring
from services.reporting.concerns.rules import CAME_BACK, Answer, Report, Urgency
from services.reporting.pupil_reports.actions import NOBODY_HERE
from services.reporting.pupil_reports.rules import NOW
from services.reporting.pupil_reports.schemas import SaidAgain
from services.shared import clock
from services.shared.calendar import half_day
from services.shared.callers import Caller

QUESTION: Final = "I came back and said"
SAYS: Final = {
    "still_happening": "It is still happening",
    "need_someone_now": "I need someone now",
}


async def take_again(
    session: AsyncSession, said: ComeBackAgain, *, idempotency_key: str, by: Caller, desk: Desk
) -> SaidAgain | None:
    """Add to the report behind three pictures, as urgent as can be; None where there is none.

    Whoever reads the report hears of it at once; the case opens again where it was closed. No
    name is given: who reads the case may have changed since (G-12).
    """
    hashed = code_hash(desk.come_back_key, by.school_id, said.pictures)
    concern_id = await concern_behind(session, hashed)
    if concern_id is None:
        return None
    report = _addition(said, idempotency_key)
    received = await add_to_report(session, concern_id, report, by=by, desk=desk)
    ring = await whom_to_ring(session, by.school_id) if received.needs_lado else None
    return SaidAgain(promise=NOW if received.readers else NOBODY_HERE, ring=ring)


def _addition(said: ComeBackAgain, idempotency_key: str) -> Report:
    sent_at = clock.now()
    return Report(
        source="pupil",
        idempotency_key=idempotency_key,
        sent_at=sent_at,
        told_at=half_day(sent_at),
        answers=(Answer(CAME_BACK, QUESTION, SAYS[said.said]),),
        words="",
        about_adult=AboutAdult.NO,  # the worse answer of before stands
        urgency=Urgency(Severity.CRITICAL, "severity.child_at_risk_now"),
        kind=Kind.OTHER,
        risk_area=RiskArea.NOT_SURE,
    )
