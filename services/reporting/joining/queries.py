"""Which case is a part of which; row security leaves out what the caller does not read."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.models import CasePupil, CaseSummary, Why
from services.reporting.cases.queries import CaseNow, joined_to, joined_with
from services.reporting.chronology.queries import chronology_of
from services.reporting.concerns.queries import concerns_shown
from services.reporting.joining.rules import Weight
from services.reporting.joining.schemas import CaseNamed, PartShown
from services.reporting.procedures.actions_manager import kept_out_of
from services.shared import clock
from services.shared.errors import FieldError, Malformed

NO_SUCH_CASE: Final = "You read no case of this reference."
_PARTS_GIVEN: Final = text(
    "SELECT DISTINCT ON (r.pupil_id) r.pupil_id, r.role FROM reporting.case_pupil_role r"
    " WHERE r.case_id = :case_id ORDER BY r.pupil_id, r.number DESC"
)

_IS_SHARED: Final = text(
    "SELECT EXISTS (SELECT FROM reporting.share s WHERE s.case_id = :case_id AND s.ends_at > :now"
    " AND NOT EXISTS (SELECT FROM reporting.share_event e"
    "  WHERE e.share_id = s.id AND e.act = 'revoked'))"
)


async def is_shared(session: AsyncSession, case_id: UUID) -> bool:
    """Say whether somebody outside reads this case at this moment."""
    return bool(await session.scalar(_IS_SHARED, {"case_id": case_id, "now": clock.now()}))


async def case_of_reference(session: AsyncSession, reference: str) -> UUID:
    """Return the case of a reference; Malformed, alike, where it is none or not the caller's."""
    asked = select(CaseSummary.case_id).where(CaseSummary.reference == reference)
    found: UUID | None = await session.scalar(asked)
    if found is None:
        raise Malformed(NO_SUCH_CASE, (FieldError("reference", NO_SUCH_CASE),))
    return found


async def weight_of(session: AsyncSession, case: CaseNow) -> Weight:
    """Return what makes a case pressing."""
    asked = select(CaseSummary.about_adult).where(CaseSummary.case_id == case.case_id)
    about_adult = str(await session.scalar(asked))
    return Weight(case.severity, case.danger, about_adult, case.needs_lado, case.waiting_since)


async def parts_given(session: AsyncSession, case_id: UUID) -> dict[UUID, str]:
    """Return which part each child of a case was given; who has none yet is left out."""
    rows = await session.execute(_PARTS_GIVEN, {"case_id": case_id})
    return {row.pupil_id: row.role for row in rows}


async def children_of(session: AsyncSession, case_id: UUID) -> list[UUID]:
    """Return the children whom a case is linked with."""
    asked = select(CasePupil.pupil_id).where(CasePupil.case_id == case_id)
    return list(await session.scalars(asked.order_by(CasePupil.at, CasePupil.pupil_id)))


async def kept_out_of_any(session: AsyncSession, cases: Iterable[UUID]) -> Mapping[UUID, Why]:
    """Return who is kept out of any of `cases`, with the reason that stands longest."""
    found: dict[UUID, Why] = {}
    for case_id in cases:
        for person_id, why in (await kept_out_of(session, case_id)).items():
            if found.get(person_id) is not Why.SUBJECT:
                found[person_id] = why
    return found


async def joined_to_shown(session: AsyncSession, case_id: UUID) -> CaseNamed | None:
    """Return the case that this one is a part of, if it is one and the caller reads that."""
    into_id = await joined_to(session, case_id)
    asked = select(CaseSummary.case_id, CaseSummary.reference).where(CaseSummary.case_id == into_id)
    row = (await session.execute(asked)).one_or_none() if into_id else None
    return CaseNamed(case_id=row.case_id, reference=row.reference) if row else None


async def parts_shown(session: AsyncSession, case_id: UUID, keys: CaseKeys) -> list[PartShown]:
    """Return the cases that are a part of this one, and of those, each with its time line."""
    others = await joined_with(session, case_id)
    asked = select(CaseSummary).where(CaseSummary.case_id.in_(others))
    rows = (await session.scalars(asked.order_by(CaseSummary.opened_at))).all() if others else ()
    shown = []
    for row in rows:
        sealer = await keys.sealer_of(session, row.school_id, row.case_id)
        shown.append(
            PartShown(
                case_id=row.case_id,
                reference=row.reference,
                state=row.state,
                concerns=await concerns_shown(session, row.case_id, sealer),
                chronology=await chronology_of(session, row.case_id, sealer),
            )
        )
    return shown
