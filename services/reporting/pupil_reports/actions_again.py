"""What a child says who came back: it goes on, or somebody must come now."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import Kind, RiskArea, Severity
from services.reporting.cases.rules import AboutAdult
from services.reporting.come_back.queries import concern_behind, holder_of, told_with_card
from services.reporting.come_back.rules import code_hash
from services.reporting.come_back.schemas import CardAgain, ComeBackAgain, Urgent
from services.reporting.concerns.actions_rows import Desk, add_to_report
from services.reporting.concerns.queries import whom_to_ring
from services.reporting.concerns.rules import CAME_BACK, Answer, Report, Urgency
from services.reporting.pupil_reports.actions import NOBODY_HERE
from services.reporting.pupil_reports.rules import NOW
from services.reporting.pupil_reports.schemas import SaidAgain
from services.shared import clock
from services.shared.calendar import half_day
from services.shared.callers import Caller
from services.shared.errors import NotThere

QUESTION: Final = "I came back and said"
SAYS: Final = {
    "still_happening": "It is still happening",
    "need_someone_now": "I need someone now",
}


async def take_again(
    session: AsyncSession, said: ComeBackAgain, *, idempotency_key: str, by: Caller, desk: Desk
) -> SaidAgain:
    """Add to the report behind three pictures, as urgent as can be; NotThere where there is none.

    Whoever reads the report hears of it at once; the case opens again where it was closed. No
    name is given: who reads the case may have changed since (G-12).
    """
    hashed = code_hash(desk.come_back_key, by.school_id, said.pictures)
    concern_id = await concern_behind(session, hashed)
    if concern_id is None:
        raise NotThere
    report = _addition(said.said, idempotency_key)
    return await _add(session, concern_id, report, by=by, desk=desk)


async def take_again_with_card(
    session: AsyncSession, said: CardAgain, *, idempotency_key: str, by: Caller, desk: Desk
) -> SaidAgain:
    """Add to the newest report that this card's child told with it, as urgent as can be.

    Raises NotThere for a card that was taken back, a visit whose hour is over, and where the child
    told nothing with the card.
    """
    visit = said.visit.get_secret_value()
    holder = await holder_of(session, by.school_id, visit, clock.now())
    told = await told_with_card(session, holder.pupil_id) if holder else ()
    if not told:
        raise NotThere
    report = _addition(said.said, idempotency_key)
    return await _add(session, told[0].concern_id, report, by=by, desk=desk)


async def _add(
    session: AsyncSession, concern_id: UUID, report: Report, *, by: Caller, desk: Desk
) -> SaidAgain:
    received = await add_to_report(session, concern_id, report, by=by, desk=desk)
    ring = await whom_to_ring(session, by.school_id) if received.needs_lado else None
    return SaidAgain(promise=NOW if received.readers else NOBODY_HERE, ring=ring)


def _addition(said: Urgent, idempotency_key: str) -> Report:
    sent_at = clock.now()
    return Report(
        source="pupil",
        idempotency_key=idempotency_key,
        sent_at=sent_at,
        told_at=half_day(sent_at),
        answers=(Answer(CAME_BACK, QUESTION, SAYS[said]),),
        words="",
        about_adult=AboutAdult.NO,  # the worse answer of before stands
        urgency=Urgency(Severity.CRITICAL, "severity.child_at_risk_now"),
        kind=Kind.OTHER,
        risk_area=RiskArea.NOT_SURE,
    )
