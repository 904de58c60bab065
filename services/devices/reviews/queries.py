"""Count confiscations and searches by ground, outcome and what is known of the pupils."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from services.devices.custody.queries import SchoolHere, school_here
from services.devices.custody.rules import Ground
from services.devices.custody.rules_words import GROUND_WORDS
from services.devices.keys.actions import Desk
from services.devices.reviews.rules import may_be_shown, merged, school_year_of
from services.devices.reviews.schemas import Review, ReviewLine, ReviewTable
from services.shared import clock
from services.shared.audit import audit

_PUPIL = (
    " pupil.year_group, pupil.sex, pupil.send_status, pupil.eal, pupil.looked_after,"
    " pupil.child_protection_plan, pupil.child_in_need"
)
_TAKEN = text(
    f"SELECT device.ground, state.state AS outcome,{_PUPIL}"  # columns written above
    " FROM devices.device AS device"
    " JOIN devices.device_state AS state ON state.device_id = device.id"
    " LEFT JOIN directory.pupil AS pupil ON pupil.person_id = device.pupil_id"
    " WHERE device.school_id = :school AND device.taken_at >= :since AND device.taken_at < :before"
)
_SEARCHED = text(
    f"SELECT device.ground, last.act AS outcome,{_PUPIL}"  # columns written above
    " FROM devices.proceeding AS one JOIN devices.device AS device ON device.id = one.device_id"
    " JOIN LATERAL (SELECT act FROM devices.proceeding_act AS step"
    "  WHERE step.proceeding_id = one.id AND step.act IN ('proposed', 'authorised', 'refused',"
    "  'carried_out', 'stopped', 'illegal_found') ORDER BY seq DESC LIMIT 1) AS last ON true"
    " LEFT JOIN directory.pupil AS pupil ON pupil.person_id = device.pupil_id"
    " WHERE one.school_id = :school AND one.kind = 'search'"
    " AND one.opened_at >= :since AND one.opened_at < :before"
)
NOT_KNOWN = "Not recorded"
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "safe_keeping": "Still here, in safe-keeping",
        "held": "Still here",
        "held_as_evidence": "Held for the police",
        "with_police": "With the police",
        "returned": "Given back to the family",
        "proposed": "Asked for, not decided",
        "authorised": "Authorised, not carried out",
        "refused": "Refused",
        "carried_out": "Carried out",
        "stopped": "Stopped",
        "illegal_found": "Stopped: it may show a crime",
    }
)
SEXES: Mapping[str, str] = MappingProxyType({"F": "Girls", "M": "Boys"})


def _yes_no(value: object) -> str:
    return NOT_KNOWN if value is None else ("Yes" if value else "No")


def _groups_of(row: Any) -> dict[str, str]:
    """Return the group of one confiscation or search in every table."""
    return {
        "ground": GROUND_WORDS[Ground(row.ground)],
        "outcome": OUTCOMES.get(row.outcome, row.outcome),
        "year group": f"Year {row.year_group}" if row.year_group else NOT_KNOWN,
        "sex": SEXES.get(row.sex, NOT_KNOWN),
        "special educational needs": str(row.send_status or NOT_KNOWN),
        "English as an additional language": _yes_no(row.eal),
        "looked-after child": _yes_no(row.looked_after),
        "child protection plan": _yes_no(row.child_protection_plan),
        "child in need": _yes_no(row.child_in_need),
    }


async def review_of(desk: Desk, since: date | None, until: date | None) -> Review:
    """Return the counts between two days (this school year unless given); the read is written."""
    school = await school_here(desk.session, desk.caller.school_id)
    today = clock.today(school.time_zone)
    first, last = since or school_year_of(today), until or today
    known = _period(desk, school, first, last)
    taken = [_groups_of(row) for row in await desk.session.execute(_TAKEN, known)]
    searched = [_groups_of(row) for row in await desk.session.execute(_SEARCHED, known)]
    await audit(
        desk.session,
        actor=desk.caller,
        act="device_review.read",
        kind="school",
        subject_id=desk.caller.school_id,
    )
    return Review(
        school=school.name,
        since=first,
        until=last,
        confiscations=may_be_shown(len(taken)),
        searches=may_be_shown(len(searched)),
        tables=[*_tables("Confiscations", taken), *_tables("Searches", searched)],
    )


def _period(desk: Desk, school: SchoolHere, first: date, last: date) -> dict[str, object]:
    zone = ZoneInfo(school.time_zone)
    return {
        "school": desk.caller.school_id,
        "since": datetime.combine(first, time(), zone),
        "before": datetime.combine(last + timedelta(days=1), time(), zone),
    }


def _tables(what: str, rows: list[dict[str, str]]) -> Iterable[ReviewTable]:
    for question in rows[0] if rows else ():
        counts = Counter(row[question] for row in rows)
        lines = [ReviewLine(group=one.group, count=one.count) for one in merged(counts)]
        yield ReviewTable(title=f"{what} by {question}", lines=lines)
