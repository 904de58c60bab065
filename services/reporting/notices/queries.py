"""What parents were told about a case, what was decided, and who may be told now."""

import json
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import CasePupil
from services.reporting.notices.models import ParentDecision, ParentNotice, ParentNoticeEvent
from services.reporting.notices.rules import REPLIES, Answer, Guardian, NoticeAct
from services.reporting.notices.schemas import OtherNotice, ParentsWords, ReplyView, Words
from services.shared import clock
from services.shared.encryption import Sealer
from services.shared.link_codes import LIFETIME

LABELS: Final = {"words": "parent_notice.words.1", "event": "parent_notice_event.words.1"}
_CHILDREN = text(
    "SELECT id, display_name, given_name FROM directory.person WHERE id = ANY(:ids)"
    " ORDER BY display_name, id"
)
_GUARDIANS = text(
    "SELECT g.pupil_id, g.person_id, p.display_name, g.relationship, g.is_barred,"
    " g.shares_channel_with_barred,"
    " EXISTS (SELECT FROM directory.mailbox m WHERE m.person_id = g.person_id) AS has_mailbox,"
    " reporting.is_kept_out(:case_id, g.person_id) AS is_kept_out"
    " FROM directory.guardian g JOIN directory.person p ON p.id = g.person_id"
    " WHERE g.school_id = :school_id AND g.pupil_id = ANY(:ids)"
    " ORDER BY p.display_name, g.person_id"
)
_FIRST_NAMES = text("SELECT id, given_name FROM directory.person WHERE id = ANY(:ids)")
MOST_OTHERS: Final = 20
_SCHOOL_NAME = text("SELECT name FROM directory.school WHERE id = :school_id")
_SCHOOL_OF_NOTICE = text("SELECT reporting.school_of_parent_notice(:notice_id)")


async def children_of(session: AsyncSession, case_id: UUID) -> dict[UUID, tuple[str, str]]:
    """Return the case's children by id: (display name, first name), by name."""
    linked = select(CasePupil.pupil_id).where(CasePupil.case_id == case_id)
    rows = await session.execute(_CHILDREN, {"ids": list(await session.scalars(linked))})
    return {row.id: (row.display_name, row.given_name) for row in rows}


async def guardians_of(
    session: AsyncSession, case_id: UUID, school_id: UUID, children: Iterable[UUID]
) -> list[Guardian]:
    """Return every adult listed for `children`, the barred among them, as they stand now."""
    known = {"case_id": case_id, "school_id": school_id, "ids": list(children)}
    return [Guardian(**row) for row in (await session.execute(_GUARDIANS, known)).mappings()]


async def school_name(session: AsyncSession, school_id: UUID) -> str:
    """Return the school's name."""
    return str(await session.scalar(_SCHOOL_NAME, {"school_id": school_id}))


async def newest_decisions(session: AsyncSession, case_id: UUID) -> dict[UUID, ParentDecision]:
    """Return the decision that counts now for each guardian about whom there is one."""
    asked = (
        select(ParentDecision)
        .where(ParentDecision.case_id == case_id)
        .order_by(
            ParentDecision.guardian_id,
            ParentDecision.decided_at.desc(),
            ParentDecision.change_version.desc(),
        )
        .ext(distinct_on(ParentDecision.guardian_id))
    )
    return {one.guardian_id: one for one in await session.scalars(asked)}


async def may_still_read(session: AsyncSession, notice: ParentNotice) -> bool:
    """Say whether whoever was told is still listed, not barred, not kept out, nor held back."""
    listed = await guardians_of(session, notice.case_id, notice.school_id, [notice.pupil_id])
    decision = (await newest_decisions(session, notice.case_id)).get(notice.guardian_id)
    is_held = decision is not None and decision.answer != Answer.NO
    return not is_held and any(
        one.person_id == notice.guardian_id and one.may_read for one in listed
    )


async def notices_of(session: AsyncSession, case_id: UUID) -> list[ParentNotice]:
    """Return what was told about a case, first one first."""
    asked = select(ParentNotice).where(ParentNotice.case_id == case_id)
    return list(await session.scalars(asked.order_by(ParentNotice.released_at, ParentNotice.id)))


async def notice_with(session: AsyncSession, notice_id: UUID) -> ParentNotice | None:
    """Return the notice where row security shows it, or None."""
    return await session.scalar(select(ParentNotice).where(ParentNotice.id == notice_id))


async def school_of_notice(session: AsyncSession, notice_id: UUID) -> UUID | None:
    """Return whose notice this is; the only thing known before the code is given."""
    found: UUID | None = await session.scalar(_SCHOOL_OF_NOTICE, {"notice_id": notice_id})
    return found


async def happenings_of(session: AsyncSession, notice_id: UUID) -> list[ParentNoticeEvent]:
    """Return what happened to a notice, first row first."""
    asked = select(ParentNoticeEvent).where(ParentNoticeEvent.notice_id == notice_id)
    return list(await session.scalars(asked.order_by(ParentNoticeEvent.seq)))


def words_in(sealer: Sealer, one: ParentNoticeEvent) -> str:
    """Return what was written at a happening; "" where nothing was."""
    if one.words is None:
        return ""
    return sealer.open_sealed(one.words, LABELS["event"], one.id).reveal()


def code_in(sealer: Sealer, happenings: Iterable[ParentNoticeEvent]) -> str:
    """Return the code that opens the notice now."""
    codes = [one for one in happenings if one.act == NoticeAct.NEW_CODE]
    return words_in(sealer, codes[-1])


def last_of(happenings: Iterable[ParentNoticeEvent], *acts: NoticeAct) -> ParentNoticeEvent | None:
    """Return the newest happening of these kinds, or None."""
    return next((one for one in reversed(list(happenings)) if one.act in acts), None)


def replies_in(sealer: Sealer, happenings: Iterable[ParentNoticeEvent]) -> list[ReplyView]:
    """Return what the parent sent back, in order."""
    return [
        ReplyView(at=one.at, act=NoticeAct(one.act), words=words_in(sealer, one))
        for one in happenings
        if one.act in REPLIES
    ]


def told_in(sealer: Sealer, notice: ParentNotice) -> Words:
    """Return the notice as it was told."""
    sealed = sealer.open_bytes(notice.words, LABELS["words"], notice.id)
    return Words.model_validate(json.loads(sealed))


def page_of(
    sealer: Sealer, notice: ParentNotice, happenings: list[ParentNoticeEvent]
) -> ParentsWords:
    """Return the parent's page: the words as told, and what they sent back themselves."""
    acknowledged = last_of(happenings, NoticeAct.ACKNOWLEDGED)
    return ParentsWords(
        **told_in(sealer, notice).model_dump(),
        released_at=notice.released_at,
        acknowledged_at=acknowledged.at if acknowledged else None,
        replies=replies_in(sealer, happenings),
    )


async def other_notices(session: AsyncSession, notice: ParentNotice) -> list[OtherNotice]:
    """Return what else this parent was told and may still read, the newest first; no words."""
    asked = (
        select(ParentNotice)
        .where(
            ParentNotice.guardian_id == notice.guardian_id,
            ParentNotice.id != notice.id,
            ParentNotice.released_at >= clock.now() - LIFETIME,
        )
        .order_by(ParentNotice.released_at.desc(), ParentNotice.id)
        .limit(MOST_OTHERS)
    )
    found = [one for one in await session.scalars(asked) if await may_still_read(session, one)]
    names = await session.execute(_FIRST_NAMES, {"ids": [one.pupil_id for one in found]})
    first = {row.id: row.given_name for row in names}
    return [
        OtherNotice(
            notice_id=one.id,
            child=first.get(one.pupil_id, ""),
            released_at=one.released_at,
            is_read=last_of(await happenings_of(session, one.id), NoticeAct.ACKNOWLEDGED)
            is not None,
        )
        for one in found
    ]
