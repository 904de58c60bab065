"""A case as somebody outside sees it: a view made for the role, and nothing beside it."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import CaseExclusion, CasePupil, State, Why
from services.reporting.cases.queries import (
    CaseNow,
    case_now,
    display_names,
    school_staff,
    whole_readers,
)
from services.reporting.chronology.queries import chronology_of
from services.reporting.concerns.models import Concern
from services.reporting.concerns.queries import concerns_shown
from services.reporting.procedures.queries import running_procedure
from services.reporting.procedures.rules_engine import StepState
from services.reporting.procedures.schemas import Library
from services.reporting.shares.models import Share, ShareEvent
from services.reporting.shares.queries import answers_in, last_at, school_facts
from services.reporting.shares.queries_page import facts_in
from services.reporting.shares.rules import ADVISERS, PartnerRole, ShareAct
from services.reporting.shares.schemas import Contact, Counts, SharedCase
from services.shared import clock
from services.shared.calendar import half_day
from services.shared.encryption import Sealer

_STILL_TO_DO: Final = frozenset(
    {StepState.NOT_YET, StepState.BLOCKED, StepState.DUE, StepState.OVERDUE}
)
# Why the school shares it, and with whom else, is the school's own.
NOT_FOR_OUTSIDE: Final = frozenset({"shared", "partner_wants_link", "partner_locked"})
_SEATS: Final = {
    "leads": "designated safeguarding lead",
    "deputies": "deputy safeguarding lead",
    "heads": "head teacher",
    "chairs": "chair of governors",
}


async def shared_case(
    session: AsyncSession,
    share: Share,
    happenings: list[ShareEvent],
    sealer: Sealer,
    library: Library,
) -> SharedCase:
    """Return the case as the role of `share` sees it."""
    case = await case_now(session, share.case_id)
    role = PartnerRole(share.role)
    school, _ = await school_facts(session, share.school_id)
    return SharedCase(
        school=school,
        reference=case.reference,
        role=role,
        name=share.name,
        shared_at=share.shared_at,
        ends_at=share.ends_at,
        acknowledged_at=last_at(happenings, ShareAct.ACKNOWLEDGED),
        may_advise=role in ADVISERS,
        answers=answers_in(sealer, happenings),
        **await _of_role(session, share, case, sealer, library),
    )


async def _of_role(
    session: AsyncSession, share: Share, case: CaseNow, sealer: Sealer, library: Library
) -> dict[str, Any]:
    if share.role == PartnerRole.LADO:
        return await allegation_of(session, case, sealer)
    if share.role == PartnerRole.POLICE:
        return {"facts": facts_in(sealer, share), "contacts": await _contacts(session, case)}
    return {"counts": await _counts(session, case, library)}


async def allegation_of(session: AsyncSession, case: CaseNow, sealer: Sealer) -> dict[str, Any]:
    """Return the allegation as the LADO reads it: who, the words, the chronology, contacts."""
    subjects = await session.scalars(
        select(CaseExclusion.person_id).where(
            CaseExclusion.case_id == case.case_id, CaseExclusion.why == Why.SUBJECT
        )
    )
    children = await session.scalars(
        select(CasePupil.pupil_id).where(CasePupil.case_id == case.case_id)
    )
    concerns = await concerns_shown(session, case.case_id, sealer)
    for one in concerns:
        if one.source == "pupil":  # when exactly a child told is nobody's to know (T20)
            one.received_at = half_day(one.received_at)
    return {
        "subjects": await _named(session, subjects.all()),
        "children": await _named(session, children.all()),
        "concerns": concerns,
        "chronology": [
            one
            for one in await chronology_of(session, case.case_id, sealer)
            if one.kind not in NOT_FOR_OUTSIDE
        ],
        "contacts": await _contacts(session, case),
    }


async def _named(session: AsyncSession, people: Any) -> list[str]:
    return sorted((await display_names(session, people)).values())


async def _contacts(session: AsyncSession, case: CaseNow) -> list[Contact]:
    """Return who at the school works on the case, with their seat."""
    staff = await school_staff(session, case.school_id)
    readers = await whole_readers(session, case.case_id)
    names = await display_names(session, readers)
    return [
        Contact(name=names[one], what=_seat(staff.seats, one)) for one in readers if one in names
    ]


def _seat(seats: object, person_id: UUID) -> str:
    held = [what for seat, what in _SEATS.items() if person_id in getattr(seats, seat)]
    return ", ".join(held) or "member of staff"


async def _counts(session: AsyncSession, case: CaseNow, library: Library) -> Counts:
    running = await running_procedure(session, case, library)
    states = [one.state for one in running.steps] if running else []
    return Counts(
        concerns=await _count(session, Concern, case.case_id),
        children=await _count(session, CasePupil, case.case_id),
        days_open=_days(case.opened_at, clock.now()),
        steps_done=states.count(StepState.DONE),
        steps_open=sum(one in _STILL_TO_DO for one in states),
        steps_overdue=states.count(StepState.OVERDUE),
        is_closed=case.state == State.CLOSED,
    )


async def _count(session: AsyncSession, model: Any, case_id: UUID) -> int:
    asked = select(func.count()).select_from(model).where(model.case_id == case_id)
    return int(await session.scalar(asked) or 0)


def _days(since: datetime, now: datetime) -> int:
    return max((now - since).days, 0)
