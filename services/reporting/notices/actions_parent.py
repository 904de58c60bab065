"""What a parent does with a notice: open it with the code, read, acknowledge, answer.

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
from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.queries import case_now
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
    wrong_since_last_code,
)
from services.reporting.notices.rules import REPLIES, NoticeAct
from services.reporting.notices.schemas import OpenedNotice, ParentsWords, Reply
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller, system_caller
from services.shared.database import Database
from services.shared.directory import REPORTING_WORKER
from services.shared.encryption import Sealer
from services.shared.errors import ApplicationError, Malformed
from services.shared.link_codes import (
    LOCKED,
    NOT_OPENED,
    Locked,
    NotOpened,
    has_ended,
    is_locked,
    is_same_code,
    ticket_is_good,
)
from services.shared.transactions import open_transaction

# Taken before the rows are counted, so that of two tries at once the second sees the first.
_ONE_AT_A_TIME: Final = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(cast(:notice AS text), 8))"
)
# The lock of the case: of two who write in it at once, the parent waits and loses nothing.
_CASE: Final = text("SELECT FROM reporting.case_summary WHERE case_id = :case_id FOR UPDATE")
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
    if school_id is None:
        raise NotOpened(NOT_OPENED)
    async with open_transaction(
        database, school_id=school_id, person_id=REPORTING_WORKER
    ) as session:
        await session.execute(_ONE_AT_A_TIME, {"notice": str(notice_id)})
        notice = await notice_with(session, notice_id)
        if notice is None or has_ended(notice.released_at, clock.now()):
            raise NotOpened(NOT_OPENED)
        if not await may_still_read(session, notice):
            raise NotOpened(NOT_OPENED)
        sealer = await keys.sealer_of(session, school_id, notice.case_id)
        yield Visit(session, keys, sealer, notice)


async def open_notice(
    database: Database, keys: CaseKeys, notice_id: UUID, code: str
) -> OpenedNotice:
    """Let a parent in with the code; raises NotOpened, or Locked after five wrong ones."""
    async with _visit(database, keys, notice_id) as visit:
        outcome = await _try_code(visit, code)
    if isinstance(outcome, ApplicationError):
        raise outcome
    return outcome


async def _try_code(visit: Visit, code: str) -> OpenedNotice | ApplicationError:
    happenings = await visit.happenings()
    wrong = wrong_since_last_code(happenings)
    if is_locked(wrong):
        return Locked(LOCKED)
    if not is_same_code(code, code_in(visit.sealer, happenings)):
        await visit.write(NoticeAct.WRONG_CODE)
        return Locked(LOCKED) if is_locked(wrong + 1) else NotOpened(NOT_OPENED)
    ticket = secrets.token_urlsafe(24)
    await visit.write(NoticeAct.OPENED, ticket=_hashed(ticket))
    return OpenedNotice(ticket=ticket, notice=await visit.page())


def _hashed(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()


async def _check_ticket(visit: Visit, ticket: str) -> None:
    now, wanted = clock.now(), _hashed(ticket)
    opened = [one for one in await visit.happenings() if one.ticket_sha256 == wanted]
    if not any(ticket_is_good(one.at, now) for one in opened):
        raise NotOpened(NOT_OPENED)


async def read_notice(
    database: Database, keys: CaseKeys, notice_id: UUID, ticket: str
) -> ParentsWords:
    """Return the page again for a browser that gave the code; raises NotOpened otherwise."""
    async with _visit(database, keys, notice_id) as visit:
        await _check_ticket(visit, ticket)
        return await visit.page()


async def acknowledge_notice(
    database: Database, keys: CaseKeys, notice_id: UUID, ticket: str
) -> ParentsWords:
    """Note that the parent has read it; doing it twice is one acknowledgement."""
    async with _visit(database, keys, notice_id) as visit:
        await _check_ticket(visit, ticket)
        if not last_of(await visit.happenings(), NoticeAct.ACKNOWLEDGED):
            await visit.write(NoticeAct.ACKNOWLEDGED)
            await _land(visit, Change("parent_read"))
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
        await _check_ticket(visit, given.ticket)
        sent = (await visit.page()).replies
        if (given.act, given.words) not in [(one.act, one.words) for one in sent]:
            await visit.write(given.act, words=given.words)
            await _land(visit, Change(REPLIES[given.act], words=given.words))
        return await visit.page()


async def _land(visit: Visit, change: Change) -> None:
    case_id = visit.notice.case_id
    await visit.session.execute(_CASE, {"case_id": case_id})
    case = await case_now(visit.session, case_id)
    await make_change(visit.session, case, change, by=visit.actor, keys=visit.keys)
