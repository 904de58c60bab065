"""Tell a parent, give a code, let the parent open the page: every step one more row."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.keys.actions import Desk, school_sealer
from services.devices.notices.models import Notice, NoticeEvent
from services.devices.notices.queries import (
    LABELS,
    code_in,
    guardians_of,
    happenings_of,
    may_still_read,
    notice_with,
    notices_about,
    page_of,
    school_of_notice,
)
from services.devices.notices.rules import (
    NoticeAct,
    Told,
    notice_words,
)
from services.devices.notices.schemas import NoticeText, OpenedNotice
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller, system_caller
from services.shared.database import Database
from services.shared.directory import DEVICES_WORKER
from services.shared.encryption import Keyring, Sealer
from services.shared.events.devices import DeviceNoticeReleased
from services.shared.link_codes import (
    LOCKED,
    NOT_OPENED,
    Locked,
    NotOpened,
    check_ticket,
    has_ended,
    is_locked,
    new_code,
    wrong_since,
)
from services.shared.link_visits import Lock, at_the_door, let_in, take_turn
from services.shared.queue import record


@dataclass(frozen=True)
class Addressee:
    """Which guardian is told about which device."""

    device_id: UUID
    pupil_id: UUID
    guardian_id: UUID


@dataclass(frozen=True)
class Visit:
    """A parent at one notice: they have no account, so the worker of devices acts for them."""

    session: AsyncSession
    sealer: Sealer
    notice: Notice
    happenings: list[NoticeEvent]

    @property
    def actor(self) -> Caller:
        """Return who the audit trail names for what a parent does."""
        return system_caller(DEVICES_WORKER, self.notice.school_id)

    async def page(self) -> NoticeText:
        """Return the parent's page as it stands now."""
        return await page_of(self.session, self.sealer, self.notice, self.happenings)

    async def lock(self) -> Lock:
        """Return the notice's code; five wrong ones shut it until the office makes another."""
        is_shut = is_locked(wrong_since(NoticeAct.NEW_CODE, self.happenings))
        return Lock(code_in(self.sealer, self.happenings), Locked(LOCKED) if is_shut else None)

    async def note_wrong_code(self) -> None:
        """Write a wrong code down."""
        await self.write(NoticeAct.WRONG_CODE)

    async def note_opened(self, ticket: bytes) -> None:
        """Write down that the parent was let in."""
        await self.write(NoticeAct.OPENED, ticket)

    async def opened(self, ticket: str) -> OpenedNotice:
        """Return the page with the ticket that opens it again."""
        return OpenedNotice(ticket=ticket, notice=await self.page())

    async def write(self, act: NoticeAct, ticket: bytes | None = None) -> None:
        """Write down and audit what the parent did."""
        event = _happening(self.notice.school_id, self.notice.id, self.happenings, act)
        event.ticket_sha256 = ticket
        self.session.add(event)
        self.happenings.append(event)
        await audit(
            self.session,
            actor=self.actor,
            act=f"notice.{act}",
            kind="notice",
            subject_id=self.notice.id,
        )


async def tell_by_itself(desk: Desk, device_id: UUID, pupil_id: UUID, told: Told) -> int:
    """Tell every listed guardian whom a mail reaches safely; return how many (dw2 `parents`)."""
    guardians = await guardians_of(desk.session, desk.caller.school_id, pupil_id)
    safe = [one for one in guardians if one.may_be_mailed]
    for one in safe:
        await release(desk, Addressee(device_id, pupil_id, one.person_id), told, is_automatic=True)
    return len(safe)


async def release(desk: Desk, to: Addressee, told: Told, *, is_automatic: bool) -> UUID:
    """Write a notice with its first code and let notifications mail the link; return its id."""
    notice_id = uuid4()
    words = json.dumps(notice_words(told))
    desk.session.add(
        Notice(
            id=notice_id,
            school_id=desk.caller.school_id,
            device_id=to.device_id,
            pupil_id=to.pupil_id,
            guardian_id=to.guardian_id,
            is_automatic=is_automatic,
            released_by=desk.caller.person_id,
            released_at=clock.now(),
            words_sealed=desk.sealer.seal(words, LABELS["words"], notice_id),
            key_id=desk.sealer.key_id,
        )
    )
    await desk.session.flush()  # the code's row points at it
    await give_new_code(desk, notice_id)
    await _audit_release(desk, notice_id, is_automatic=is_automatic)
    await record(
        desk.session,
        DeviceNoticeReleased(
            school_id=desk.caller.school_id,
            notice_id=notice_id,
            pupil_id=to.pupil_id,
            guardian_id=to.guardian_id,
        ),
    )
    return notice_id


async def _audit_release(desk: Desk, notice_id: UUID, *, is_automatic: bool) -> None:
    await audit(
        desk.session,
        actor=desk.caller,
        act="notice.released",
        kind="notice",
        subject_id=notice_id,
        facts={"automatic": is_automatic},
    )


async def give_new_code(desk: Desk, notice_id: UUID) -> None:
    """Make the code that opens the notice from now on; five new tries."""
    await take_turn(desk.session, notice_id)
    happenings = await happenings_of(desk.session, notice_id)
    event = _happening(desk.caller.school_id, notice_id, happenings, NoticeAct.NEW_CODE)
    event.by_person_id = desk.caller.person_id
    event.code_sealed = desk.sealer.seal(new_code(), LABELS["code"], event.id)
    event.key_id = desk.sealer.key_id
    desk.session.add(event)
    await audit(
        desk.session,
        actor=desk.caller,
        act="notice.code_made",
        kind="notice",
        subject_id=notice_id,
    )


async def note(desk: Desk, device_id: UUID, act: NoticeAct) -> None:
    """Let every notice about a device say what became of it: kept, freed or given back."""
    for notice in await notices_about(desk.session, device_id):
        await take_turn(desk.session, notice.id)
        happenings = await happenings_of(desk.session, notice.id)
        event = _happening(notice.school_id, notice.id, happenings, act)
        event.by_person_id = desk.caller.person_id
        desk.session.add(event)


async def remind(session: AsyncSession, by: Caller, notice: Notice, today: date) -> None:
    """Write one reminder down and let notifications mail the notice's link again."""
    await take_turn(session, notice.id)
    happenings = await happenings_of(session, notice.id)
    event = _happening(notice.school_id, notice.id, happenings, NoticeAct.REMINDED)
    event.by_person_id = by.person_id
    session.add(event)
    await audit(session, actor=by, act="notice.reminded", kind="notice", subject_id=notice.id)
    released = DeviceNoticeReleased(
        school_id=notice.school_id,
        notice_id=notice.id,
        pupil_id=notice.pupil_id,
        guardian_id=notice.guardian_id,
        reminder=today.toordinal(),
    )
    await record(session, released)


def _happening(
    school_id: UUID, notice_id: UUID, happenings: list[NoticeEvent], act: NoticeAct
) -> NoticeEvent:
    return NoticeEvent(
        id=uuid4(),
        school_id=school_id,
        notice_id=notice_id,
        seq=len(happenings) + 1,
        act=act,
        at=clock.now(),
    )


async def open_notice(
    database: Database, keyring: Keyring, notice_id: UUID, code: str
) -> OpenedNotice:
    """Let a parent in with the code; raises NotOpened, or Locked after five wrong ones."""
    return await let_in(_visit(database, keyring, notice_id), code, Visit.opened)


@asynccontextmanager
async def _visit(database: Database, keyring: Keyring, notice_id: UUID) -> AsyncIterator[Visit]:
    async with database.session() as session:
        school_id = await school_of_notice(session, notice_id)
    async with at_the_door(
        database, notice_id, school_id=school_id, worker=DEVICES_WORKER
    ) as session:
        notice = await notice_with(session, notice_id)
        if notice is None or has_ended(notice.released_at, clock.now()):
            raise NotOpened(NOT_OPENED)
        if not await may_still_read(session, notice):
            raise NotOpened(NOT_OPENED)
        sealer = await school_sealer(session, keyring, notice.school_id)
        yield Visit(session, sealer, notice, await happenings_of(session, notice_id))


async def read_notice(
    database: Database, keyring: Keyring, notice_id: UUID, ticket: str
) -> NoticeText:
    """Return the page again for a browser that gave the code; raises NotOpened otherwise."""
    async with _visit(database, keyring, notice_id) as visit:
        check_ticket(visit.happenings, ticket, clock.now())
        return await visit.page()


async def acknowledge_notice(
    database: Database, keyring: Keyring, notice_id: UUID, ticket: str
) -> NoticeText:
    """Note that the parent has read it; doing it twice is one acknowledgement."""
    async with _visit(database, keyring, notice_id) as visit:
        check_ticket(visit.happenings, ticket, clock.now())
        if not any(one.act == NoticeAct.ACKNOWLEDGED for one in visit.happenings):
            await visit.write(NoticeAct.ACKNOWLEDGED)
        return await visit.page()
