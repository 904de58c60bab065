"""What a closing counts, and how it was counted then."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import Happening
from services.reporting.cases.queries import CaseNow
from services.reporting.closing.models import CaseFidelity
from services.reporting.closing.schemas import FidelityShown
from services.reporting.procedures.queries import Running
from services.reporting.procedures.rules_words import DoneBy

_ACTS: Final = {
    "opened": DoneBy.REPORT,
    "acknowledged": DoneBy.ACKNOWLEDGEMENT,
    "taken": DoneBy.ACKNOWLEDGEMENT,
    "triaged": DoneBy.TRIAGE,
}
# The device workflow whose first line in the chronology says that it was done.
_WORKFLOWS: Final = {"device_safe_keeping": "dw2", "device_held": "dw2", "device_returned": "dw4"}


async def done_by_themselves(
    session: AsyncSession, case: CaseNow, running: Running
) -> dict[str, datetime]:
    """Return when each step was done that nobody enters: by an act, or by a device's record."""
    kinds = [*_ACTS, *_WORKFLOWS]
    asked = (
        select(Happening.kind, Happening.at)
        .where(Happening.case_id == case.case_id, Happening.kind.in_(kinds))
        .order_by(Happening.at.desc(), Happening.id)
    )
    rows = (await session.execute(asked)).all()
    # the earliest comes last and stands
    acts: dict[str, datetime] = {_ACTS[row.kind]: row.at for row in rows if row.kind in _ACTS}
    flows = {_WORKFLOWS[row.kind]: row.at for row in rows if row.kind in _WORKFLOWS}
    at = {
        one.step.key: acts.get(one.step.done_by or "") or flows.get(one.step.workflow or "")
        for one in running.steps
        if one.entry is None
    }
    return {key: moment for key, moment in at.items() if moment is not None}


async def fidelity_shown(session: AsyncSession, case_id: UUID) -> FidelityShown | None:
    """Return the counts of the newest closing; None where there was none, or no procedure."""
    asked = (
        select(CaseFidelity)
        .where(CaseFidelity.case_id == case_id)
        .order_by(CaseFidelity.change_version.desc())
        .limit(1)
    )
    row = await session.scalar(asked)
    if row is None:
        return None
    return FidelityShown(**{name: getattr(row, name) for name in FidelityShown.model_fields})
