"""What a parent does with a notice: open it with the code, read, acknowledge, answer.

How link and code let them in: services/shared/link_visits.py.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change
from services.reporting.cases.actions_outside import land
from services.reporting.cases.adapters import CaseKeys
from services.reporting.notices.actions import enter
from services.reporting.notices.models import ParentNotice, ParentNoticeEvent
from services.reporting.notices.queries import (
    code_in,
    happenings_of,
    last_of,
    may_still_read,
    notice_with,
    other_notices,
    page_of,
    school_of_notice,
)
from services.reporting.notices.rules import REPLIES, NoticeAct
from services.reporting.notices.schemas import OpenedNotice, ParentsWords, Reply
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller, system_caller
from services.shared.database import Database
from services.shared.directory import REPORTING_WORKER
from services.shared.encryption import Sealer
from services.shared.errors import Malformed
from services.shared.link_codes import (
    LOCKED,
    NOT_OPENED,
    Locked,
    NotOpened,
    check_ticket,
    has_ended,
    is_locked,
    wrong_since,
)
from services.shared.link_visits import Lock, at_the_door, let_in

NOT_A_REPLY: Final = "Choose what you want to tell the school."


@dataclass(frozen=True)
class Visit:
    """A parent at one notice."""

    session: AsyncSession
    keys: CaseKeys
    sealer: Sealer
    notice: ParentNotice

    @property
    def actor(self) -> Caller:
        """Return who the audit trail names for what a parent does."""
        return system_caller(REPORTING_WORKER, self.notice.school_id)

    async def happenings(self) -> list[ParentNoticeEvent]:
        """Return what happened to the notice up to now."""
        return await happenings_of(self.session, self.notice.id)

    async def page(self) -> ParentsWords:
        """Return the parent's page as it stands now."""
        page = page_of(self.sealer, self.notice, await self.happenings())
        return page.model_copy(update={"others": await other_notices(self.session, self.notice)})

    async def lock(self) -> Lock:
        """Return the notice's code; five wrong ones shut it until the office makes another."""
        happenings = await self.happenings()
        is_shut = is_locked(wrong_since(NoticeAct.NEW_CODE, happenings))
        return Lock(code_in(self.sealer, happenings), Locked(LOCKED) if is_shut else None)

    async def note_wrong_code(self) -> None:
        """Write a wrong code down."""
        await self.write(NoticeAct.WRONG_CODE)

    async def note_opened(self, ticket: bytes) -> None:
        """Write down that the parent was let in."""
        await self.write(NoticeAct.OPENED, ticket=ticket)

    async def opened(self, ticket: str) -> OpenedNotice:
        """Return the page with the ticket that opens it again."""
        return OpenedNotice(ticket=ticket, notice=await self.page())

    async def check_ticket(self, ticket: str) -> None:
        """Raise NotOpened unless `ticket` was given here within the last half hour."""
        check_ticket(await self.happenings(), ticket, clock.now())

    async def land(self, change: Change) -> None:
        """Let what the parent did be a line of the case."""
        case_id = self.notice.case_id
        await land(self.session, case_id, change, by=self.actor, keys=self.keys)

    async def write(
        self, act: NoticeAct, *, words: str | None = None, ticket: bytes | None = None
    ) -> None:
        """Write down and audit what the parent did."""
        await enter(self.session, self.sealer, self.notice, act, words=words, ticket=ticket)
        await audit(
            self.session,
            actor=self.actor,
            act=f"parent_notice.{act}",
            kind="case",
            subject_id=self.notice.case_id,
            facts={"notice_id": str(self.notice.id)},
        )


@asynccontextmanager
async def _visit(database: Database, keys: CaseKeys, notice_id: UUID) -> AsyncIterator[Visit]:
    async with database.session() as session:
        school_id = await school_of_notice(session, notice_id)
    async with at_the_door(
        database, notice_id, school_id=school_id, worker=REPORTING_WORKER
    ) as session:
        notice = await notice_with(session, notice_id)
        if notice is None or has_ended(notice.released_at, clock.now()):
            raise NotOpened(NOT_OPENED)
        if not await may_still_read(session, notice):
            raise NotOpened(NOT_OPENED)
        sealer = await keys.sealer_of(session, notice.school_id, notice.case_id)
        yield Visit(session, keys, sealer, notice)


async def open_notice(
    database: Database, keys: CaseKeys, notice_id: UUID, code: str
) -> OpenedNotice:
    """Let a parent in with the code; raises NotOpened, or Locked after five wrong ones."""
    return await let_in(_visit(database, keys, notice_id), code, Visit.opened)


async def read_notice(
    database: Database, keys: CaseKeys, notice_id: UUID, ticket: str
) -> ParentsWords:
    """Return the page again for a browser that gave the code; raises NotOpened otherwise."""
    async with _visit(database, keys, notice_id) as visit:
        await visit.check_ticket(ticket)
        return await visit.page()


async def acknowledge_notice(
    database: Database, keys: CaseKeys, notice_id: UUID, ticket: str
) -> ParentsWords:
    """Note that the parent has read it; doing it twice is one acknowledgement."""
    async with _visit(database, keys, notice_id) as visit:
        await visit.check_ticket(ticket)
        if not last_of(await visit.happenings(), NoticeAct.ACKNOWLEDGED):
            await visit.write(NoticeAct.ACKNOWLEDGED)
            await visit.land(Change("parent_read"))
        return await visit.page()


async def reply_to_notice(
    database: Database, keys: CaseKeys, notice_id: UUID, given: Reply
) -> ParentsWords:
    """Let what the parent wrote land on the case, sealed, as a line of its chronology.

    The same words sent twice are one reply. A closed case takes it too: nothing is lost.
    """
    if given.act not in REPLIES:
        raise Malformed(NOT_A_REPLY)
    async with _visit(database, keys, notice_id) as visit:
        await visit.check_ticket(given.ticket)
        sent = (await visit.page()).replies
        if (given.act, given.words) not in [(one.act, one.words) for one in sent]:
            await visit.write(given.act, words=given.words)
            await visit.land(Change(REPLIES[given.act], words=given.words))
        return await visit.page()
