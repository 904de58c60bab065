"""Share a case with somebody outside, make links, end it: each one more row (T16)."""

from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change
from services.reporting.cases.permissions import Doing
from services.reporting.procedures.adapters_work import Work
from services.reporting.shares.models import Share, ShareEvent
from services.reporting.shares.queries import (
    LABELS,
    happenings_of,
    is_kept_out_by_name,
    school_facts,
    share_with,
)
from services.reporting.shares.rules import (
    END_OF_DAY,
    ENDED,
    KEPT_OUT,
    NOT_YOURS,
    TITLES,
    Invited,
    PartnerRole,
    ShareAct,
    is_open,
    what_is_missing,
)
from services.reporting.shares.schemas import Shared, ShareGiven
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import SAFEGUARDING, Caller
from services.shared.encryption import Sealer
from services.shared.errors import FieldError, Malformed, NotAllowed, NotThere, Refused
from services.shared.events.reporting import ShareLinkMade
from services.shared.link_codes import new_code
from services.shared.link_visits import take_turn
from services.shared.queue import record


async def share(work: Work, given: ShareGiven) -> Shared:
    """Share the case with one named person and mail them a thin link.

    Raises Malformed for what is missing, Refused for somebody who is kept out of the case (G-12)
    and for a closed case, NotAllowed for anybody but the safeguarding team.
    """
    case = await work.case(given.version, Doing.REFER)
    _check_caller(work.by)
    ends_at = await _ends_at(work, given)
    if await is_kept_out_by_name(work.session, work.by.school_id, work.case_id, given.name):
        raise Refused(KEPT_OUT)
    role = PartnerRole(given.role)
    facts = {"role": role.value, "title": f"{TITLES[role]}: {given.name}, {given.organisation}"}
    version = await work.change(case, Change("shared", facts=facts, words=given.reason))
    sealer = await sealer_for(work)
    made = await enter_share(
        work.session,
        sealer,
        given,
        case_id=work.case_id,
        school_id=work.by.school_id,
        by_id=work.by.person_id,
        until=ends_at,
    )
    await give_link(work.session, sealer, made, by=work.by)
    await _say(work, made, "share.made")
    moved = await work.moved(version)
    return Shared(case_id=moved.case_id, version=moved.version, share_id=made.id)


def _check_caller(by: Caller) -> None:
    if not by.has_any(*SAFEGUARDING):
        raise NotAllowed(NOT_YOURS)


async def _ends_at(work: Work, given: ShareGiven) -> datetime:
    """Return the evening on which the share ends, on the school's own clock."""
    _, zone = await school_facts(work.session, work.by.school_id)
    typed = given.model_dump(include=set(Invited.__dataclass_fields__))
    missing = what_is_missing(Invited(**typed), clock.now().astimezone(ZoneInfo(zone)).date())
    if missing or given.ends_on is None:
        errors = tuple(FieldError(field, sentence) for field, sentence in missing.items())
        raise Malformed(errors[0].message, errors)
    return datetime.combine(given.ends_on, END_OF_DAY, ZoneInfo(zone))


async def sealer_for(work: Work) -> Sealer:
    """Return what seals and opens the words of the case."""
    return await work.papers.keys.sealer_of(work.session, work.by.school_id, work.case_id)


async def enter_share(  # noqa: PLR0913  # one row: what, of which case, by whom, until when
    session: AsyncSession,
    sealer: Sealer,
    given: ShareGiven,
    *,
    case_id: UUID,
    school_id: UUID,
    by_id: UUID,
    until: datetime,
) -> Share:
    """Store a share, which is nothing yet without a link."""
    share_id = uuid4()
    row = {
        "id": share_id,
        "school_id": school_id,
        "case_id": case_id,
        **given.model_dump(include={"role", "name", "organisation", "email", "phone"}),
        "ends_at": until,
        "reason": sealer.seal(given.reason, LABELS["reason"], share_id),
        "facts": sealer.seal(given.facts, LABELS["facts"], share_id) if given.facts else None,
        "shared_by": by_id,
        "shared_at": clock.now(),
    }
    await session.execute(insert(table_of(Share)), row)
    return Share(**row)


async def give_link(
    session: AsyncSession, sealer: Sealer, made: Share, *, by: Caller | None, code: str = ""
) -> None:
    """Make the link and the code that open the share from now on; older ones are dead.

    The link leaves by mail once this is stored; a code is drawn where none is given.
    """
    link_id, code = uuid4(), code or new_code()
    await enter(session, sealer, made, ShareAct.NEW_LINK, by=by, words=code, link_id=link_id)
    event = ShareLinkMade(school_id=made.school_id, share_id=made.id, link_id=link_id)
    await record(session, event)


async def renew_link(work: Work, share_id: UUID) -> None:
    """Make a new link and code, as after five wrong ones; raises Refused once it has ended."""
    made = await _share_of_case(work, share_id)
    if not is_open(await happenings_of(work.session, share_id), made.ends_at, clock.now()):
        raise Refused(ENDED)
    if await is_kept_out_by_name(work.session, made.school_id, made.case_id, made.name):
        raise Refused(KEPT_OUT)
    await give_link(work.session, await sealer_for(work), made, by=work.by)
    await _say(work, made, "share.link_made")


async def revoke(work: Work, share_id: UUID) -> None:
    """End a share at once, on a closed case too; ending it twice is ending it once."""
    made = await _share_of_case(work, share_id)
    if not is_open(await happenings_of(work.session, share_id), made.ends_at, clock.now()):
        return
    await enter(work.session, await sealer_for(work), made, ShareAct.REVOKED, by=work.by)
    await _say(work, made, "share.revoked")


async def _share_of_case(work: Work, share_id: UUID) -> Share:
    made = await share_with(work.session, share_id)
    if made is None or made.case_id != work.case_id:
        raise NotThere
    _check_caller(work.by)
    return made


async def enter(  # noqa: PLR0913  # one row: what, to which share, by whom, in which words
    session: AsyncSession,
    sealer: Sealer,
    made: Share,
    act: ShareAct,
    *,
    by: Caller | None = None,
    words: str | None = None,
    link_id: UUID | None = None,
    ticket: bytes | None = None,
) -> UUID:
    """Write down what happened to a share; `by` is None for the person outside."""
    await take_turn(session, made.id)
    event_id = uuid4()
    row = {
        "id": event_id,
        "school_id": made.school_id,
        "case_id": made.case_id,
        "share_id": made.id,
        "seq": len(await happenings_of(session, made.id)) + 1,
        "act": act.value,
        "at": clock.now(),
        "by_person_id": by.person_id if by else None,
        "link_id": link_id,
        "words": sealer.seal(words, LABELS["event"], event_id) if words else None,
        "ticket_sha256": ticket,
    }
    await session.execute(insert(table_of(ShareEvent)), row)
    return event_id


async def _say(work: Work, made: Share, act: str) -> None:
    facts = {"share_id": str(made.id), "role": made.role}
    await audit(
        work.session, actor=work.by, act=act, kind="case", subject_id=work.case_id, facts=facts
    )
