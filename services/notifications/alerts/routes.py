"""What the caller must look at."""

from uuid import UUID

from fastapi import APIRouter, Request

from services.notifications.alerts import queries
from services.notifications.alerts.actions_phones import whom_to_ring
from services.notifications.alerts.schemas import OpenAlert, OpenAlerts, Phones
from services.shared.callers import AnyStaff, SafeguardingTeam
from services.shared.transactions import Transaction

router = APIRouter(tags=["alerts"])

MOST_SHOWN = 100


@router.get("/alerts")
async def list_alerts(session: Transaction, caller: AnyStaff) -> OpenAlerts:
    """List the caller's alerts that nobody has answered, of cases they still read."""
    rows = await queries.alerts_for(session, caller.person_id, MOST_SHOWN)
    items = [
        OpenAlert(
            alert_id=row.id,
            case_id=row.case_id,
            urgency=row.urgency,
            raised_at=row.raised_at,
            target_at=row.target_at,
            more=row.more,
        )
        for row in rows
    ]
    return OpenAlerts(items=items, count=len(items))


@router.get("/alerts/{alert_id}/phones")
async def show_phones(
    request: Request, session: Transaction, caller: SafeguardingTeam, alert_id: UUID
) -> Phones:
    """Show whom to ring about an alert of the caller's; to everybody else it is not there."""
    return await whom_to_ring(session, request.app.state.keyring, alert_id, by=caller)
