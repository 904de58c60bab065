"""What parents were told, and what became of it."""

import json
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.keys.actions import Desk
from services.devices.notices.models import Notice, NoticeEvent
from services.devices.notices.rules import FREED_WORDS, KEPT_WORDS, Listed, NoticeAct
from services.devices.notices.schemas import NoticeText, OtherNotice
from services.shared import clock
from services.shared.encryption import Sealer
from services.shared.link_codes import LIFETIME

LABELS = {
    "words": "notice.words.1",
    "code": "notice_event.code.1",
    "reason": "notice_decision.reason.1",
}
_LISTED = text(
    "SELECT guardian.person_id, person.display_name, guardian.relationship, guardian.is_barred,"
    " guardian.may_collect, guardian.shares_channel_with_barred,"
    " EXISTS (SELECT FROM directory.mailbox AS mailbox"
    "  WHERE mailbox.person_id = guardian.person_id) AS has_mailbox"
    " FROM directory.guardian AS guardian"
    " JOIN directory.person AS person ON person.id = guardian.person_id"
    " WHERE guardian.school_id = :school AND guardian.pupil_id = :pupil"
    " ORDER BY person.display_name, guardian.person_id"
)
# What is told instead since a hold began or ended after the notice went out (G-05), or since the
# device is overdue.
_SINCE = {
    NoticeAct.KEPT.value: KEPT_WORDS,
    NoticeAct.FREED.value: FREED_WORDS,
    NoticeAct.REMINDED.value: FREED_WORDS,
}
_FIRST_NAMES = text("SELECT id, given_name FROM directory.person WHERE id = ANY(:ids)")
MOST_OTHERS = 20
_SCHOOL_OF_NOTICE = text("SELECT devices.school_of_notice(:notice)")


async def guardians_of(session: AsyncSession, school_id: UUID, pupil_id: UUID) -> list[Listed]:
    """Return the adults listed for a child, the barred among them, by name."""
    rows = await session.execute(_LISTED, {"school": school_id, "pupil": pupil_id})
    return [Listed(**row) for row in rows.mappings()]


async def count_notices(desk: Desk, device_id: UUID) -> int:
    """Return how many parents were told about a device."""
    rows = select(func.count()).select_from(Notice).where(Notice.device_id == device_id)
    return int(await desk.session.scalar(rows) or 0)


async def notices_about(session: AsyncSession, device_id: UUID) -> list[Notice]:
    """Return the notices about a device, first one first."""
    rows = select(Notice).where(Notice.device_id == device_id)
    return list(await session.scalars(rows.order_by(Notice.released_at, Notice.id)))


async def notice_with(session: AsyncSession, notice_id: UUID) -> Notice | None:
    """Return the notice with this id at the school of the transaction, or None."""
    return await session.scalar(select(Notice).where(Notice.id == notice_id))


async def may_still_read(session: AsyncSession, notice: Notice) -> bool:
    """Say whether the guardian who was told is still listed for the child and not barred (T4)."""
    listed = await guardians_of(session, notice.school_id, notice.pupil_id)
    return any(one.person_id == notice.guardian_id and not one.is_barred for one in listed)


async def happenings_of(session: AsyncSession, notice_id: UUID) -> list[NoticeEvent]:
    """Return what happened to a notice, first row first."""
    rows = select(NoticeEvent).where(NoticeEvent.notice_id == notice_id).order_by(NoticeEvent.seq)
    return list(await session.scalars(rows))


async def school_of_notice(session: AsyncSession, notice_id: UUID) -> UUID | None:
    """Return whose notice this is; the only thing known before the code is given."""
    found: UUID | None = await session.scalar(_SCHOOL_OF_NOTICE, {"notice": notice_id})
    return found


def code_in(sealer: Sealer, happenings: list[NoticeEvent]) -> str:
    """Return the code that opens the notice now."""
    newest = [one for one in happenings if one.code_sealed is not None][-1]
    assert newest.code_sealed is not None  # noqa: S101  # chosen for it
    return sealer.open_sealed(newest.code_sealed, LABELS["code"], newest.id).reveal()


def first_of(happenings: list[NoticeEvent], act: NoticeAct) -> NoticeEvent | None:
    """Return the first happening of a kind, or None."""
    return next((one for one in happenings if one.act == act), None)


def text_of(sealer: Sealer, notice: Notice, happenings: list[NoticeEvent]) -> NoticeText:
    """Return the parent's page as it was told, with what has happened since."""
    words = json.loads(sealer.open_bytes(notice.words_sealed, LABELS["words"], notice.id))
    acknowledged = first_of(happenings, NoticeAct.ACKNOWLEDGED)
    given_back = first_of(happenings, NoticeAct.GIVEN_BACK)
    held = [one.act for one in happenings if one.act in _SINCE]
    return NoticeText(
        **(words | _SINCE[held[-1]] if held else words),
        released_at=notice.released_at,
        acknowledged_at=acknowledged.at if acknowledged else None,
        given_back_at=given_back.at if given_back else None,
    )


async def page_of(
    session: AsyncSession, sealer: Sealer, notice: Notice, happenings: list[NoticeEvent]
) -> NoticeText:
    """Return the parent's page, with the other devices of which they were told."""
    told = text_of(sealer, notice, happenings)
    return told.model_copy(update={"others": await _other_notices(session, notice)})


async def _other_notices(session: AsyncSession, notice: Notice) -> list[OtherNotice]:
    asked = (
        select(Notice)
        .where(
            Notice.guardian_id == notice.guardian_id,
            Notice.id != notice.id,
            Notice.released_at >= clock.now() - LIFETIME,
        )
        .order_by(Notice.released_at.desc(), Notice.id)
        .limit(MOST_OTHERS)
    )
    found = [one for one in await session.scalars(asked) if await may_still_read(session, one)]
    names = await session.execute(_FIRST_NAMES, {"ids": [one.pupil_id for one in found]})
    first = {row.id: row.given_name for row in names}
    others = []
    for one in found:
        happenings = await happenings_of(session, one.id)
        others.append(
            OtherNotice(
                notice_id=one.id,
                child=first.get(one.pupil_id, ""),
                released_at=one.released_at,
                is_read=first_of(happenings, NoticeAct.ACKNOWLEDGED) is not None,
                is_given_back=first_of(happenings, NoticeAct.GIVEN_BACK) is not None,
            )
        )
    return others
