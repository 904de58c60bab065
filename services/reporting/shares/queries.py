"""What was shared of a case, and what happened to it since."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import is_kept_out, school_staff
from services.reporting.shares.models import Share, ShareEvent
from services.reporting.shares.rules import ANSWERS, ShareAct, is_named
from services.reporting.shares.schemas import Answered
from services.shared.encryption import Sealer

LABELS: Final = {
    "reason": "share.reason.1",
    "facts": "share.facts.1",
    "event": "share_event.words.1",
}
_OF_LINK = text("SELECT share_id, school_id FROM reporting.share_of_link(:link_id)")
_SCHOOL = text("SELECT name, time_zone FROM directory.school WHERE id = :school_id")


async def share_of_link(session: AsyncSession, link_id: UUID) -> tuple[UUID, UUID] | None:
    """Return (share id, school id) of a link; the only things known before the code is given."""
    row = (await session.execute(_OF_LINK, {"link_id": link_id})).one_or_none()
    return None if row is None else (row.share_id, row.school_id)


async def school_facts(session: AsyncSession, school_id: UUID) -> tuple[str, str]:
    """Return the school's name and its time zone."""
    row = (await session.execute(_SCHOOL, {"school_id": school_id})).one()
    return row.name, row.time_zone


async def is_kept_out_by_name(
    session: AsyncSession, school_id: UUID, case_id: UUID, name: str
) -> bool:
    """Say whether `name` is that of somebody at the school whom the case keeps out (G-12)."""
    staff = await school_staff(session, school_id)
    for one in staff.names.values():
        is_theirs = is_named(name, one.given_name, one.family_name)
        if is_theirs and await is_kept_out(session, case_id, one.person_id):
            return True
    return False


async def shares_of(session: AsyncSession, case_id: UUID) -> list[Share]:
    """Return the shares of a case, the newest first."""
    asked = select(Share).where(Share.case_id == case_id)
    return list(await session.scalars(asked.order_by(Share.shared_at.desc(), Share.id)))


async def share_with(session: AsyncSession, share_id: UUID) -> Share | None:
    """Return the share where row security shows it, or None."""
    return await session.scalar(select(Share).where(Share.id == share_id))


async def happenings_of(session: AsyncSession, share_id: UUID) -> list[ShareEvent]:
    """Return what happened to a share, first row first."""
    asked = select(ShareEvent).where(ShareEvent.share_id == share_id)
    return list(await session.scalars(asked.order_by(ShareEvent.seq)))


def last_at(happenings: Iterable[ShareEvent], act: ShareAct) -> datetime | None:
    """Return when something happened the last time, or None."""
    return max((one.at for one in happenings if one.act == act), default=None)


def words_in(sealer: Sealer, one: ShareEvent) -> str:
    """Return what was written at a happening; "" where nothing was."""
    if one.words is None:
        return ""
    return sealer.open_sealed(one.words, LABELS["event"], one.id).reveal()


def code_in(sealer: Sealer, happenings: Iterable[ShareEvent]) -> str:
    """Return the code of the newest link."""
    codes = [one for one in happenings if one.act == ShareAct.NEW_LINK]
    return words_in(sealer, codes[-1])


def answers_in(sealer: Sealer, happenings: Iterable[ShareEvent]) -> list[Answered]:
    """Return what the person outside wrote, in order."""
    return [
        Answered(at=one.at, act=ShareAct(one.act), words=words_in(sealer, one))
        for one in happenings
        if one.act in ANSWERS
    ]
