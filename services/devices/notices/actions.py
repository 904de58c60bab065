"""Tell a parent, give a code, let the parent open the page: every step one more row."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import text
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
    wrong_since_last_code,
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
from services.shared.errors import ApplicationError
from services.shared.events.devices import DeviceNoticeReleased
from services.shared.link_codes import (
    LOCKED,
    NOT_OPENED,
    Locked,
    NotOpened,
    has_ended,
    is_locked,
    is_same_code,
    new_code,
    ticket_is_good,
)
from services.shared.queue import record
from services.shared.transactions import open_transaction

# One at a time for one notice, so that the fifth wrong code is the last (the rows are counted).
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(cast(:notice AS text), 8))")


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
    await desk.session.execute(_ONE_AT_A_TIME, {"notice": str(notice_id)})
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
        await desk.session.execute(_ONE_AT_A_TIME, {"notice": str(notice.id)})
        happenings = await happenings_of(desk.session, notice.id)
        event = _happening(notice.school_id, notice.id, happenings, act)
        event.by_person_id = desk.caller.person_id
        desk.session.add(event)


async def remind(session: AsyncSession, by: Caller, notice: Notice, today: date) -> None:
    """Write one reminder down and let notifications mail the notice's link again."""
    await session.execute(_ONE_AT_A_TIME, {"notice": str(notice.id)})
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
    """Let a parent in with the code; raises NotOpened, or Locked after five wrong ones.

    A wrong code is written down before it is refused: the count must not fall with the refusal.
    """
    school_id = await _find_school(database, notice_id)
    async with open_transaction(database, school_id=school_id, person_id=DEVICES_WORKER) as session:
        visit = await _visit(session, keyring, notice_id)
        outcome = await _try_code(visit, code)
    if isinstance(outcome, ApplicationError):
        raise outcome
    return outcome


async def _find_school(database: Database, notice_id: UUID) -> UUID:
    async with database.session() as session:
        school_id = await school_of_notice(session, notice_id)
    if school_id is None:
        raise NotOpened(NOT_OPENED)
    return school_id


async def _visit(session: AsyncSession, keyring: Keyring, notice_id: UUID) -> Visit:
    await session.execute(_ONE_AT_A_TIME, {"notice": str(notice_id)})
    notice = await notice_with(session, notice_id)
    if notice is None or has_ended(notice.released_at, clock.now()):
        raise NotOpened(NOT_OPENED)
    if not await may_still_read(session, notice):
        raise NotOpened(NOT_OPENED)
    sealer = await school_sealer(session, keyring, notice.school_id)
    return Visit(session, sealer, notice, await happenings_of(session, notice_id))


async def _try_code(visit: Visit, code: str) -> OpenedNotice | ApplicationError:
    wrong = wrong_since_last_code(visit.happenings)
    if is_locked(wrong):
        return Locked(LOCKED)
    if not is_same_code(code, code_in(visit.sealer, visit.happenings)):
        await _write(visit, NoticeAct.WRONG_CODE)
        return Locked(LOCKED) if is_locked(wrong + 1) else NotOpened(NOT_OPENED)
    ticket = secrets.token_urlsafe(24)
    await _write(visit, NoticeAct.OPENED, ticket)
    return OpenedNotice(ticket=ticket, notice=await visit.page())


async def _write(visit: Visit, act: NoticeAct, ticket: str | None = None) -> None:
    event = _happening(visit.notice.school_id, visit.notice.id, visit.happenings, act)
    event.ticket_sha256 = _hashed(ticket) if ticket else None
    visit.session.add(event)
    visit.happenings.append(event)
    await audit(
        visit.session,
        actor=visit.actor,
        act=f"notice.{act}",
        kind="notice",
        subject_id=visit.notice.id,
    )


def _hashed(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()


def _check_ticket(visit: Visit, ticket: str) -> None:
    now = clock.now()
    for one in visit.happenings:
        if one.ticket_sha256 == _hashed(ticket) and ticket_is_good(one.at, now):
            return
    raise NotOpened(NOT_OPENED)


async def read_notice(
    database: Database, keyring: Keyring, notice_id: UUID, ticket: str
) -> NoticeText:
    """Return the page again for a browser that gave the code; raises NotOpened otherwise."""
    school_id = await _find_school(database, notice_id)
    async with open_transaction(database, school_id=school_id, person_id=DEVICES_WORKER) as session:
        visit = await _visit(session, keyring, notice_id)
        _check_ticket(visit, ticket)
        return await visit.page()


async def acknowledge_notice(
    database: Database, keyring: Keyring, notice_id: UUID, ticket: str
) -> NoticeText:
    """Note that the parent has read it; doing it twice is one acknowledgement."""
    school_id = await _find_school(database, notice_id)
    async with open_transaction(database, school_id=school_id, person_id=DEVICES_WORKER) as session:
        visit = await _visit(session, keyring, notice_id)
        _check_ticket(visit, ticket)
        if not any(one.act == NoticeAct.ACKNOWLEDGED for one in visit.happenings):
            await _write(visit, NoticeAct.ACKNOWLEDGED)
        return await visit.page()
