"""Which child is recorded as having told a concern."""

from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import CaseChange
from services.reporting.cases.queries import display_names
from services.reporting.involved.schemas import UnmaskedShown

UNMASKED: Final = "unmasked"
_SOURCE: Final = text(
    "SELECT source FROM reporting.concern WHERE id = :concern_id AND case_id = :case_id"
)


async def source_of(session: AsyncSession, case_id: UUID, concern_id: UUID) -> str | None:
    """Return how a concern of this case came; None for any other."""
    asked = {"concern_id": concern_id, "case_id": case_id}
    found: str | None = await session.scalar(_SOURCE, asked)
    return found


async def unmasked_in(session: AsyncSession, case_id: UUID) -> dict[UUID, UUID]:
    """Return the child of each concern whose teller is recorded; the newest record counts."""
    asked = (
        select(CaseChange.facts)
        .where(CaseChange.case_id == case_id, CaseChange.kind == UNMASKED)
        .order_by(CaseChange.version)
    )
    rows = await session.scalars(asked)
    return {UUID(facts["concern_id"]): UUID(facts["pupil"]) for facts in rows}


async def unmasked_shown(session: AsyncSession, case_id: UUID) -> list[UnmaskedShown]:
    """Return who is recorded as having told, by name."""
    known = await unmasked_in(session, case_id)
    names = await display_names(session, known.values())
    return [
        UnmaskedShown(concern_id=concern, pupil_id=pupil, display_name=names.get(pupil, ""))
        for concern, pupil in known.items()
    ]
