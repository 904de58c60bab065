"""Where nobody at school may read a case, the system itself shares it with the LADO (G-13)."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import note_happening
from services.reporting.concerns.actions_rows import Desk
from services.reporting.concerns.rules import Received
from services.reporting.shares.actions import enter_share, give_link
from services.reporting.shares.rules import LADO_REASON, LADO_SHARE, PartnerRole, lado_code
from services.reporting.shares.schemas import ShareGiven
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller, system_caller
from services.shared.directory import REPORTING_WORKER, profile_of

COUNCIL: Final = "The council"


async def share_with_lado(
    session: AsyncSession, received: Received, *, by: Caller, desk: Desk
) -> str | None:
    """Share the case of a report that nobody may read with the LADO; return the code to read out.

    None where somebody reads it, or where the school has not filled in the LADO's e-mail address.
    The same report sent again gets the same code, and no second share.
    """
    if not received.needs_lado:
        return None
    profile = await profile_of(session, by.school_id)
    email = str(profile.get("contacts.lado.email") or "")
    if not email:
        return None
    code = lado_code(desk.come_back_key, received.concern_id)
    if received.is_new:
        await _open(session, received, _invited(profile, email), by=by, desk=desk, code=code)
    return code


def _invited(profile: dict[str, object], email: str) -> ShareGiven:
    return ShareGiven(
        version=0,
        role=PartnerRole.LADO,
        name=str(profile.get("contacts.lado.name") or "LADO")[:120],
        organisation=str(profile.get("contacts.lado.owner") or COUNCIL)[:120],
        email=email,
        phone=str(profile.get("contacts.lado.phone") or ""),
        reason=LADO_REASON,
    )


async def _open(  # noqa: PLR0913  # what is shared, with whom, by whose report
    session: AsyncSession,
    received: Received,
    invited: ShareGiven,
    *,
    by: Caller,
    desk: Desk,
    code: str,
) -> None:
    sealer = await desk.keys.sealer_of_mine(session, by.school_id, received.concern_id)
    case_id: UUID = received.case_id
    made = await enter_share(
        session,
        sealer,
        invited,
        case_id=case_id,
        school_id=by.school_id,
        by_id=REPORTING_WORKER,
        until=clock.now() + LADO_SHARE,
    )
    await give_link(session, sealer, made, by=None, code=code)
    system = system_caller(REPORTING_WORKER, by.school_id)
    await note_happening(session, case_id, "shared_with_lado", source_id=made.id, by=system)
    facts = {"share_id": str(made.id), "role": made.role}
    await audit(
        session,
        actor=by,
        act="share.opened_by_system",
        kind="case",
        subject_id=case_id,
        facts=facts,
    )
