"""The chronology of one case, from its first word to its last."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import CHANGE_WORDS
from services.reporting.cases.models import CaseChange, Happening
from services.reporting.cases.queries import display_names
from services.reporting.chronology.rules import line_of
from services.reporting.chronology.schemas import Line
from services.shared.encryption import Sealer


async def chronology_of(session: AsyncSession, case_id: UUID, sealer: Sealer) -> list[Line]:
    """Return the happenings of a case in their order, with what was written at each."""
    asked = (
        select(Happening, CaseChange.words, CaseChange.facts)
        .outerjoin(CaseChange, CaseChange.id == Happening.source_id)
        .where(Happening.case_id == case_id)
        .order_by(Happening.at, Happening.id)
    )
    rows = (await session.execute(asked)).all()
    names = await display_names(session, [happening.actor_id for happening, _, _ in rows])
    return [
        Line(
            at=happening.at,
            kind=happening.kind,
            actor=names.get(happening.actor_id),
            text=_text(line_of(happening.kind, facts), words, happening.source_id, sealer),
        )
        for happening, words, facts in rows
    ]


def _text(line: str, words: bytes | None, change_id: UUID, sealer: Sealer) -> str:
    if words is None:
        return line
    return f"{line} {sealer.open_sealed(words, CHANGE_WORDS, change_id).reveal()}"
