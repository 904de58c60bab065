"""Take a case to an agency, keep what it said; write down what was decided and why."""

from sqlalchemy import text

from services.reporting.agencies.rules import ABOUT, why_no_agency, why_not_chased_on
from services.reporting.agencies.schemas import Contacted, Decided
from services.reporting.cases.actions import Change
from services.reporting.cases.permissions import Doing
from services.reporting.cases.schemas import Moved
from services.reporting.procedures.adapters_work import Work
from services.reporting.procedures.rules_words import AGENCIES
from services.shared import clock
from services.shared.errors import FieldError, Malformed

_TODAY = text("SELECT (:now AT TIME ZONE s.time_zone)::date FROM directory.school s WHERE id = :id")


async def contact_agency(work: Work, contacted: Contacted) -> Moved:
    """Keep a contact with an agency; the day to ask again stands on the planner."""
    case = await work.case(contacted.version, Doing.REFER)
    await _check(work, contacted)
    facts = {
        "agency": contacted.agency,
        "way": contacted.way.value,
        "minutes_on_hold": contacted.minutes_on_hold,
        "chase_on": contacted.chase_on.isoformat() if contacted.chase_on else None,
        "title": AGENCIES[contacted.agency],
    }
    return await work.finish(case, Change("referral", facts, _in_words(contacted)))


async def decide(work: Work, decided: Decided) -> Moved:
    """Write down a decision with its reason, author and moment (G-16)."""
    case = await work.case(decided.version, Doing.DECIDE)
    facts = {"about": decided.about, "title": f"about {ABOUT[decided.about]}"}
    words = f"{decided.decision}\nBecause: {decided.reason}"
    return await work.finish(case, Change("decision", facts, words))


async def _check(work: Work, contacted: Contacted) -> None:
    wrong = why_no_agency(contacted.agency)
    if wrong is not None:
        raise Malformed(wrong, (FieldError("agency", wrong),))
    if contacted.chase_on is None:
        return
    today = await work.session.scalar(_TODAY, {"now": clock.now(), "id": work.by.school_id})
    late = why_not_chased_on(contacted.chase_on, today)
    if late is not None:
        raise Malformed(late, (FieldError("chase_on", late),))


def _in_words(contacted: Contacted) -> str:
    """Return the contact as its line in the chronology says it; sealed with the case's words."""
    parts = {
        "Spoke to": contacted.spoke_to,
        "Number": contacted.number,
        "Reference": contacted.reference,
        "On hold": f"{contacted.minutes_on_hold} minutes" if contacted.minutes_on_hold else "",
        "Ask again on": f"{contacted.chase_on:%-d %B %Y}" if contacted.chase_on else "",
    }
    told = [f"{name}: {said}." for name, said in parts.items() if said]
    return "\n".join([contacted.what, *told])
