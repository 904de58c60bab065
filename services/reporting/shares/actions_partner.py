"""How somebody outside comes to a share: link and code, once; a fresh link for the next visit.

How link and code let them in: services/shared/link_visits.py.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change
from services.reporting.cases.actions_outside import land
from services.reporting.cases.queries import whole_readers
from services.reporting.procedures.adapters import Papers
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
from services.shared.link_codes import NOT_OPENED, Locked, NotOpened, check_ticket
from services.shared.link_visits import Lock, at_the_door, let_in
from services.shared.queue import record


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

    async def lock(self) -> Lock:
        """Return the code of the newest link, and why this one opens nothing, where it does not."""
        happenings = await self.happenings()
        shut = _why_shut(newest_link(happenings), self.link_id)
        return Lock(code_in(self.sealer, happenings), shut)

    async def note_wrong_code(self) -> None:
        """Write a wrong code down; the fifth is told to the school."""
        tried = await self.write(ShareAct.WRONG_CODE)
        if newest_link(await self.happenings()).is_locked:
            await self.land("partner_locked")
            await alert(self, tried)

    async def note_opened(self, ticket: bytes) -> None:
        """Write down that the person outside was let in."""
        await self.write(ShareAct.OPENED, ticket=ticket)

    async def opened(self, ticket: str) -> OpenedShare:
        """Return the page with the ticket that opens it again."""
        return OpenedShare(ticket=ticket, shared=await self.page())

    async def check_ticket(self, ticket: str) -> None:
        """Raise NotOpened unless `ticket` was given at this link within the last half hour."""
        here = [one for one in await self.happenings() if one.link_id == self.link_id]
        check_ticket(here, ticket, clock.now())

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

    async def land(self, kind: str, words: str | None = None) -> int:
        """Let what happened be a line of the case; return the case's new version."""
        role = PartnerRole(self.share.role)
        facts = {"role": role.value, "title": f"{TITLES[role]}: {self.share.name}"}
        change = Change(kind, facts=facts, words=words)
        case_id = self.share.case_id
        return await land(self.session, case_id, change, by=self.actor, keys=self.papers.keys)

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
    share_id, school_id = found or (link_id, None)
    async with at_the_door(
        database, share_id, school_id=school_id, worker=REPORTING_WORKER
    ) as session:
        share = await share_with(session, share_id)
        if share is None or not await _may_come_in(session, share):
            raise NotOpened(NOT_OPENED)
        sealer = await papers.keys.sealer_of(session, share.school_id, share.case_id)
        yield Visit(session, papers, sealer, share, link_id)


async def _may_come_in(session: AsyncSession, share: Share) -> bool:
    """Say whether the share is open, and the case has not come to be about this very person."""
    happenings = await happenings_of(session, share.id)
    if not is_open(happenings, share.ends_at, clock.now()):
        return False
    return not await is_kept_out_by_name(session, share.school_id, share.case_id, share.name)


async def open_share(database: Database, papers: Papers, link_id: UUID, code: str) -> OpenedShare:
    """Let somebody in with link and code, once; raises NotOpened, or Locked after five wrong."""
    return await let_in(visiting(database, papers, link_id), code, Visit.opened)


def _why_shut(link: Link, link_id: UUID) -> ApplicationError | None:
    if link.link_id != link_id or link.is_used:
        return NotOpened(USED)
    if link.is_locked:
        return Locked(LOCKED_LINK)
    return NotOpened(TOO_OLD) if link.is_over(clock.now()) else None


async def read_share(database: Database, papers: Papers, link_id: UUID, ticket: str) -> SharedCase:
    """Return the page again for a browser that gave the code; raises NotOpened otherwise."""
    async with visiting(database, papers, link_id) as visit:
        await visit.check_ticket(ticket)
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
            await visit.land("partner_wants_link")
            await alert(visit, (await visit.happenings())[-1].id)
    except NotOpened:
        return


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
