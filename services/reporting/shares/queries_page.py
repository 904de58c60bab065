"""The part "Shared with" of a case, shaped as its page."""

from uuid import UUID

from services.reporting.cases.models import State
from services.reporting.cases.permissions import CLOSED
from services.reporting.cases.queries import CaseNow, case_now, display_names
from services.reporting.concerns.queries import whom_to_ring
from services.reporting.procedures.adapters_work import Work
from services.reporting.shares.models import Share
from services.reporting.shares.queries import (
    LABELS,
    answers_in,
    code_in,
    happenings_of,
    last_at,
    shares_of,
)
from services.reporting.shares.rules import NOT_YOURS, PartnerRole, ShareAct, is_open, newest_link
from services.reporting.shares.schemas import SharesPage, ShareView
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import SAFEGUARDING
from services.shared.encryption import Sealer


async def shares_page(work: Work) -> SharesPage:
    """Return with whom the case is shared and what came back.

    Raises NotThere for whoever does not read the whole case; the read is audited, because codes
    stand on the page.
    """
    case = await case_now(work.session, work.case_id)
    ring = await whom_to_ring(work.session, case.school_id)
    page = SharesPage(
        case_id=case.case_id,
        reference=case.reference,
        version=case.version,
        why_not=_why_not(work, case),
        lado_name=ring.name,
        lado_phone=ring.phone,
        shares=await _shares(work),
    )
    await audit(
        work.session, actor=work.by, act="case.shares_read", kind="case", subject_id=work.case_id
    )
    return page


def _why_not(work: Work, case: CaseNow) -> str | None:
    if case.state == State.CLOSED:
        return CLOSED
    return None if work.by.has_any(*SAFEGUARDING) else NOT_YOURS


async def _shares(work: Work) -> list[ShareView]:
    shares = await shares_of(work.session, work.case_id)
    names = await display_names(work.session, {one.shared_by for one in shares})
    sealer = await work.papers.keys.sealer_of(work.session, work.by.school_id, work.case_id)
    return [await _share(work, one, sealer, names) for one in shares]


async def _share(work: Work, share: Share, sealer: Sealer, names: dict[UUID, str]) -> ShareView:
    now = clock.now()
    happenings = await happenings_of(work.session, share.id)
    link = newest_link(happenings)
    is_live = is_open(happenings, share.ends_at, now)
    works = is_live and not (link.is_used or link.is_locked or link.is_over(now))
    is_given = works and work.by.has_any(*SAFEGUARDING)
    return ShareView(
        **{name: getattr(share, name) for name in _PLAIN},
        share_id=share.id,
        role=PartnerRole(share.role),
        reason=sealer.open_sealed(share.reason, LABELS["reason"], share.id).reveal(),
        facts=facts_in(sealer, share),
        shared_by=names.get(share.shared_by, "Lantern itself"),
        revoked_at=last_at(happenings, ShareAct.REVOKED),
        is_open=is_live,
        is_locked=link.is_locked,
        is_link_over=link.is_over(now),
        is_link_used=link.is_used,
        opened_at=last_at(happenings, ShareAct.OPENED),
        looks=sum(one.act == ShareAct.OPENED for one in happenings),
        acknowledged_at=last_at(happenings, ShareAct.ACKNOWLEDGED),
        code=code_in(sealer, happenings) if is_given else None,
        answers=answers_in(sealer, happenings),
    )


_PLAIN = ("name", "organisation", "email", "phone", "shared_at", "ends_at")


def facts_in(sealer: Sealer, share: Share) -> str:
    """Return what was written for the police; "" where nothing was."""
    if share.facts is None:
        return ""
    return sealer.open_sealed(share.facts, LABELS["facts"], share.id).reveal()
