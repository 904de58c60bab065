"""What a child who comes back is shown, and whose a class card is."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import names_for_children
from services.reporting.come_back.models import ComeBackCode
from services.reporting.come_back.schemas import CameBack
from services.shared import clock
from services.shared.database import fetch

MOST_WITH_CARD: Final = 5
_COME_BACK = text("SELECT sent_at, read_by, has_message FROM reporting.come_back(:code_hash, :at)")
# A revoked card, or one whose hour is over, is nobody's.
_VISIT = """
    SELECT v.pupil_id, p.display_name FROM directory.card_visit v
    JOIN directory.person p ON p.id = v.pupil_id AND p.is_active
    WHERE v.school_id = $1 AND v.secret_hash = $2 AND v.ends_at > $3
"""


@dataclass(frozen=True)
class CardHolder:
    """The pupil whose class card was shown."""

    pupil_id: UUID
    display_name: str


async def code_number(session: AsyncSession, concern_id: UUID) -> int | None:
    """Return which try of pictures a concern's come-back code was."""
    asked = select(ComeBackCode.number).where(ComeBackCode.concern_id == concern_id)
    number: int | None = await session.scalar(asked.limit(1))
    return number


async def what_became_of(session: AsyncSession, code_hash: bytes) -> CameBack | None:
    """Return what a child who comes back is shown, or None for pictures nobody was given."""
    asked = {"code_hash": code_hash, "at": clock.now()}
    row = (await session.execute(_COME_BACK, asked)).first()
    if row is None:
        return None
    names = await names_for_children(session, row.read_by)
    read_by = [names[one] for one in row.read_by if one in names]
    sent_on = row.sent_at.date().isoformat()
    return CameBack(
        state="read" if read_by else "have_it",
        read_by=read_by,
        sent_on=sent_on,
        has_message=row.has_message,
    )


async def concern_behind(session: AsyncSession, code_hash: bytes) -> UUID | None:
    """Return the concern behind three pictures that are good now, or None."""
    asked = select(ComeBackCode.concern_id).where(
        ComeBackCode.code_hash == code_hash, ComeBackCode.expires_at > clock.now()
    )
    concern_id: UUID | None = await session.scalar(asked)
    return concern_id


async def concern_of_slip(
    session: AsyncSession, code_hash: bytes, locator_hash: bytes
) -> UUID | None:
    """Return the concern behind three pictures and the letters of its slip, or None."""
    asked = select(ComeBackCode.concern_id).where(
        ComeBackCode.code_hash == code_hash,
        ComeBackCode.locator_hash == locator_hash,
        ComeBackCode.expires_at > clock.now(),
    )
    concern_id: UUID | None = await session.scalar(asked)
    return concern_id


async def holder_of(
    session: AsyncSession, school_id: UUID, visit: str, moment: datetime
) -> CardHolder | None:
    """Return whose card opened `visit`, or None where it is not good at `moment`."""
    hashed = hashlib.sha256(visit.encode("utf-8", "surrogatepass")).digest()
    rows = await fetch(session, _VISIT, school_id, hashed, moment)
    return CardHolder(rows[0]["pupil_id"], rows[0]["display_name"]) if rows else None


async def told_with_card(session: AsyncSession, pupil_id: UUID) -> Sequence[ComeBackCode]:
    """Return the codes of what this pupil told with their card and may still come back to.

    The newest stands first.
    """
    asked = select(ComeBackCode).where(
        ComeBackCode.card_pupil_id == pupil_id, ComeBackCode.expires_at > clock.now()
    )
    newest = asked.order_by(ComeBackCode.expires_at.desc(), ComeBackCode.id).limit(MOST_WITH_CARD)
    return (await session.scalars(newest)).all()


async def is_told_with_card(session: AsyncSession, concern_id: UUID, pupil_id: UUID) -> bool:
    """Say whether this pupil told this concern with their card and may still come back to it."""
    asked = select(ComeBackCode.id).where(
        ComeBackCode.concern_id == concern_id,
        ComeBackCode.card_pupil_id == pupil_id,
        ComeBackCode.expires_at > clock.now(),
    )
    return await session.scalar(asked.limit(1)) is not None
