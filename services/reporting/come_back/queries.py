"""What a child who comes back is shown."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import names_for_children
from services.reporting.come_back.models import ComeBackCode
from services.reporting.come_back.schemas import CameBack
from services.shared import clock

_COME_BACK = text("SELECT sent_at, read_by, has_message FROM reporting.come_back(:code_hash, :at)")


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
