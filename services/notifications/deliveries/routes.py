"""Who was told of a case, and whether it arrived."""

from uuid import UUID

from fastapi import APIRouter

from services.notifications.deliveries import queries
from services.notifications.deliveries.schemas import Ledger, LedgerLine
from services.shared.audit import audit
from services.shared.callers import SafeguardingTeam
from services.shared.directory import people_by_id
from services.shared.errors import NotThere
from services.shared.transactions import Transaction

router = APIRouter(tags=["deliveries"])


@router.get("/deliveries/{case_id}")
async def read_ledger(session: Transaction, caller: SafeguardingTeam, case_id: UUID) -> Ledger:
    """Show a reader of the case who was told; to everybody else the case is not there."""
    if not await queries.is_reader(session, case_id, caller.person_id):
        raise NotThere
    await audit(session, actor=caller, act="deliveries.read", kind="case", subject_id=case_id)
    rows = await queries.deliveries_of_case(session, case_id)
    people = await people_by_id(session, {row.person_id for row in rows})
    return Ledger(
        items=[
            LedgerLine(
                person_id=row.person_id,
                display_name=people[row.person_id].display_name,
                channel=row.channel,
                state=row.state,
                reason=row.reason,
                attempts=row.attempts,
                queued_at=row.queued_at,
                accepted_at=row.accepted_at,
            )
            for row in rows
        ]
    )
