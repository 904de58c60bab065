"""The referral to the LADO: what the council must know of an allegation, on paper."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from services.reporting.cases.queries import case_now, display_names
from services.reporting.chronology.schemas import Line
from services.reporting.concerns.queries import whom_to_ring
from services.reporting.concerns.schemas import ConcernShown
from services.reporting.procedures.adapters_work import Work
from services.reporting.shares.queries import school_facts
from services.reporting.shares.queries_view import allegation_of
from services.reporting.shares.rules import NOT_YOURS
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import SAFEGUARDING
from services.shared.errors import NotAllowed

TITLE: Final = "Referral to the LADO"
HEADER: Final = "Confidential: for the LADO only"
NOBODY: Final = "Not named yet."
_HALF_DAYS: Final = {time(0): "before noon", time(12): "after noon"}


async def referral_facts(work: Work) -> dict[str, Any]:
    """Return everything that stands on the referral, as text; the read is audited.

    Raises NotThere for whoever does not read the whole case, NotAllowed outside the team.
    """
    case = await case_now(work.session, work.case_id)
    if not work.by.has_any(*SAFEGUARDING):
        raise NotAllowed(NOT_YOURS)
    sealer = await work.papers.keys.sealer_of(work.session, work.by.school_id, work.case_id)
    told = await allegation_of(work.session, case, sealer)
    school, zone_name = await school_facts(work.session, case.school_id)
    zone = ZoneInfo(zone_name)
    names = await display_names(work.session, [work.by.person_id])
    ring = await whom_to_ring(work.session, case.school_id)
    await audit(
        work.session, actor=work.by, act="case.referral_read", kind="case", subject_id=work.case_id
    )
    people = [
        ("The adult", ", ".join(told["subjects"]) or NOBODY),
        ("The children", ", ".join(told["children"]) or NOBODY),
        ("Prepared by", names.get(work.by.person_id, "")),
        ("Prepared on", _moment(clock.now(), zone)),
        ("Sent to", f"{ring.name}, {ring.phone}"),
    ]
    return {
        "school": school,
        "title": TITLE,
        "header": HEADER,
        "reference": case.reference,
        "parts": [
            _part("Who it is about", ("Part", "Name"), people),
            *(_allegation(one, zone) for one in told["concerns"]),
            _part("What has happened since", ("When", "What"), _lines(told["chronology"], zone)),
            _part(
                "Who works on it at the school",
                ("Name", "Seat"),
                [(one.name, one.what) for one in told["contacts"]],
            ),
        ],
    }


def _part(title: str, head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "what": head[0], "told": head[1], "rows": rows, "none": "Nothing yet."}


def _allegation(concern: ConcernShown, zone: ZoneInfo) -> dict[str, Any]:
    source = "Told by a child" if concern.source == "pupil" else "Reported by staff"
    by = f": {concern.reporter}" if concern.reporter else ""
    rows = [
        ("How it came", f"{source}{by}, {_moment(concern.received_at, zone)}"),
        *((one.question, one.answer) for one in concern.words),
    ]
    return _part("The allegation, as it was told", ("Question", "In their words"), rows)


def _lines(lines: Sequence[Line], zone: ZoneInfo) -> list[tuple[str, str]]:
    return [
        (_moment(one.at, zone), f"{one.text} ({one.actor})" if one.actor else one.text)
        for one in lines
    ]


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """Return day and time at the school; only the half of the day where no more is kept."""
    local = at.astimezone(zone)
    day = f"{local.day} {local:%B %Y}"
    return f"{day}, {_HALF_DAYS.get(local.time()) or f'{local:%H:%M}'}"
