"""What the chosen adult may read; row security leaves out everything else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import Case, CaseReader, ReadMark
from services.reporting.concerns.models import Concern
from services.reporting.conversations.schemas import WordsWaiting
from services.shared.errors import NotThere

TALKED = "talked"
AT_MOST = 200


async def words_waiting(session: AsyncSession, person_id: UUID) -> list[WordsWaiting]:
    """Return the reports of children who chose this person, newest first."""
    asked = (
        select(Concern.case_id, Concern.received_at, ReadMark.at)
        .join(CaseReader, CaseReader.case_id == Concern.case_id)
        # the report itself keeps only the half-day; the newest child stands first all the same
        .join(Case, Case.id == Concern.case_id)
        .outerjoin(ReadMark, _talked(person_id))
        .where(Concern.chosen_adult_id == person_id, CaseReader.person_id == person_id)
        .order_by(Case.opened_at.desc(), Concern.id)
        .limit(AT_MOST)
    )
    return [
        WordsWaiting(case_id=row.case_id, received_at=row.received_at, talked_at=row.at)
        for row in await session.execute(asked)
    ]


def _talked(person_id: UUID) -> ColumnElement[bool]:
    return and_(
        ReadMark.case_id == Concern.case_id,
        ReadMark.person_id == person_id,
        ReadMark.how == TALKED,
    )


async def check_chosen(session: AsyncSession, case_id: UUID, person_id: UUID) -> None:
    """Raise NotThere unless a child of this case chose this person, and they still read it."""
    asked = select(Concern.id).where(
        Concern.case_id == case_id, Concern.chosen_adult_id == person_id
    )
    if await session.scalar(asked.limit(1)) is None:
        raise NotThere


async def talked_at(session: AsyncSession, case_id: UUID, person_id: UUID) -> datetime | None:
    """Return when this person said that they had talked with the child."""
    asked = select(ReadMark.at).where(
        ReadMark.case_id == case_id, ReadMark.person_id == person_id, ReadMark.how == TALKED
    )
    found: datetime | None = await session.scalar(asked)
    return found
