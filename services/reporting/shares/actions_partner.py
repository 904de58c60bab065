"""How somebody outside comes to a share: link and code, once; a fresh link for the next visit.

They have no account: the link's random id and the code are the key, and reporting's worker acts
for them. A wrong code is written down before it is refused: the count must not fall with it.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change, make_change
from services.reporting.cases.queries import case_now, whole_readers
from services.reporting.procedures.adapters import Papers
from services.reporting.procedures.rules_engine import StepState
from services.reporting.shares.actions import enter, give_link
from services.reporting.shares.models import Share, ShareEvent
from services.reporting.shares.queries import (
    code_in,
    happenings_of,
    is_kept_out_by_name,
    share_of_link,
    share_with,
)
from services.reporting.shares.queries_view import shared_case
from services.reporting.shares.rules import (
    LOCKED_LINK,
    TITLES,
    TOO_OLD,
    USED,
    Link,
    PartnerRole,
    ShareAct,
    is_open,
    may_have_fresh_link,
    newest_link,
)
from services.reporting.shares.schemas import OpenedShare, SharedCase
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import SAFEGUARDING, Caller, system_caller
from services.shared.database import Database
from services.shared.directory import REPORTING_WORKER, role_holders
from services.shared.encryption import Sealer
from services.shared.errors import ApplicationError
from services.shared.events.reporting import ShareAnswered
from services.shared.link_codes import (
    NOT_OPENED,
    Locked,
    NotOpened,
    is_locked,
    is_same_code,
    ticket_is_good,
)
from services.shared.queue import record
from services.shared.transactions import open_transaction

# Taken before the rows are counted, so that of two tries at once the second sees the first.
_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:share, 9))")
# The lock of the case: of two who write in it at once, the person outside waits, loses nothing.
_CASE: Final = text("SELECT FROM reporting.case_summary WHERE case_id = :case_id FOR UPDATE")
_OPEN: Final = frozenset({StepState.DUE, StepState.OVERDUE})


@dataclass(frozen=True)
class Visit:
    """Somebody outside at one share, by one of its links."""

    session: AsyncSession
    papers: Papers
    sealer: Sealer
    share: Share
    link_id: UUID

    @property
    def actor(self) -> Caller:
        """Return who the audit trail names for what the person outside does."""
        return system_caller(REPORTING_WORKER, self.share.school_id)

    async def happenings(self) -> list[ShareEvent]:
        """Return what happened to the share up to now."""
        return await happenings_of(self.session, self.share.id)

    async def page(self) -> SharedCase:
        """Return the page of the role as it stands now; the look is audited."""
        await self.say("looked")
        happenings = await self.happenings()
        library = self.papers.library
        return await shared_case(self.session, self.share, happenings, self.sealer, library)

    async def write(
        self, act: ShareAct, *, words: str | None = None, ticket: bytes | None = None
    ) -> UUID:
        """Write down and audit what the person outside did; return the row's id."""
        await self.say(act)
        return await enter(
            self.session,
            self.sealer,
            self.share,
            act,
            words=words,
            link_id=self.link_id,
            ticket=ticket,
        )

    async def say(self, act: str) -> None:
        """Audit what the person outside did."""
        facts = {"share_id": str(self.share.id), "role": self.share.role}
        await audit(
            self.session,
            actor=self.actor,
            act=f"share.{act}",
            kind="case",
            subject_id=self.share.case_id,
            facts=facts,
        )


@asynccontextmanager
async def visiting(database: Database, papers: Papers, link_id: UUID) -> AsyncIterator[Visit]:
    """Let somebody stand at the share of a link, in a transaction of reporting's worker.

    Raises NotOpened for a link that is none, and for a share that has ended or was taken back.
    """
    async with database.session() as session:
        found = await share_of_link(session, link_id)
    if found is None:
        raise NotOpened(NOT_OPENED)
    share_id, school_id = found
    async with open_transaction(
        database, school_id=school_id, person_id=REPORTING_WORKER
    ) as session:
        await session.execute(_ONE_AT_A_TIME, {"share": str(share_id)})
        share = await share_with(session, share_id)
        if share is None or not await _may_come_in(session, share):
            raise NotOpened(NOT_OPENED)
        sealer = await papers.keys.sealer_of(session, school_id, share.case_id)
        yield Visit(session, papers, sealer, share, link_id)


async def _may_come_in(session: AsyncSession, share: Share) -> bool:
    """Say whether the share is open, and the case has not come to be about this very person."""
    happenings = await happenings_of(session, share.id)
    if not is_open(happenings, share.ends_at, clock.now()):
        return False
    return not await is_kept_out_by_name(session, share.school_id, share.case_id, share.name)


async def open_share(database: Database, papers: Papers, link_id: UUID, code: str) -> OpenedShare:
    """Let somebody in with link and code, once; raises NotOpened, or Locked after five wrong."""
    async with visiting(database, papers, link_id) as visit:
        outcome = await _try_code(visit, code)
    if isinstance(outcome, ApplicationError):
        raise outcome
    return outcome


async def _try_code(visit: Visit, code: str) -> OpenedShare | ApplicationError:
    happenings = await visit.happenings()
    link = newest_link(happenings)
    shut = _why_shut(link, visit.link_id)
    if shut is not None:
        return shut
    if not is_same_code(code, code_in(visit.sealer, happenings)):
        return await _note_wrong_code(visit, link.wrong + 1)
    ticket = secrets.token_urlsafe(24)
    await visit.write(ShareAct.OPENED, ticket=_hashed(ticket))
    return OpenedShare(ticket=ticket, shared=await visit.page())


def _why_shut(link: Link, link_id: UUID) -> ApplicationError | None:
    if link.link_id != link_id or link.is_used:
        return NotOpened(USED)
    if link.is_locked:
        return Locked(LOCKED_LINK)
    return NotOpened(TOO_OLD) if link.is_over(clock.now()) else None


async def _note_wrong_code(visit: Visit, wrong: int) -> ApplicationError:
    tried = await visit.write(ShareAct.WRONG_CODE)
    if not is_locked(wrong):
        return NotOpened(NOT_OPENED)
    await land(visit, "partner_locked")
    await alert(visit, tried)
    return Locked(LOCKED_LINK)


def _hashed(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()


async def check_ticket(visit: Visit, ticket: str) -> None:
    """Raise NotOpened unless `ticket` stands for the code given at this link half an hour ago."""
    now, wanted = clock.now(), _hashed(ticket)
    opened = [one for one in await visit.happenings() if one.ticket_sha256 == wanted]
    if not any(one.link_id == visit.link_id and ticket_is_good(one.at, now) for one in opened):
        raise NotOpened(NOT_OPENED)


async def read_share(database: Database, papers: Papers, link_id: UUID, ticket: str) -> SharedCase:
    """Return the page again for a browser that gave the code; raises NotOpened otherwise."""
    async with visiting(database, papers, link_id) as visit:
        await check_ticket(visit, ticket)
        return await visit.page()


async def send_fresh_link(database: Database, papers: Papers, link_id: UUID) -> None:
    """Mail a new link to the address that the school knows, where the old one is used up.

    Says nothing of whether it did: a link that opens nothing learns nothing. The school gives
    the code that goes with it.
    """
    try:
        async with visiting(database, papers, link_id) as visit:
            if not may_have_fresh_link(newest_link(await visit.happenings()), clock.now()):
                return
            await give_link(visit.session, visit.sealer, visit.share, by=None)
            await visit.say("fresh_link")
            await land(visit, "partner_wants_link")
            await alert(visit, (await visit.happenings())[-1].id)
    except NotOpened:
        return


async def land(visit: Visit, kind: str, words: str | None = None) -> int:
    """Let what happened be a line of the case; return the case's new version."""
    case_id = visit.share.case_id
    await visit.session.execute(_CASE, {"case_id": case_id})
    case = await case_now(visit.session, case_id)
    role = PartnerRole(visit.share.role)
    facts = {"role": role.value, "title": f"{TITLES[role]}: {visit.share.name}"}
    change = Change(kind, facts=facts, words=words)
    return await make_change(visit.session, case, change, by=visit.actor, keys=visit.papers.keys)


async def alert(visit: Visit, happening_id: UUID) -> None:
    """Let notifications tell the safeguarding team of the case, and whoever shared it."""
    share = visit.share
    readers = await whole_readers(visit.session, share.case_id)
    holders = await role_holders(visit.session, share.school_id)
    told = {one.person_id for one in holders if one.role in SAFEGUARDING} | {share.shared_by}
    for one in readers:
        if one in told:
            event = ShareAnswered(
                school_id=share.school_id,
                case_id=share.case_id,
                happening_id=happening_id,
                person_id=one,
            )
            await record(visit.session, event)
