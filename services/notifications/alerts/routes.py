"""What the caller must look at."""

from fastapi import APIRouter

from services.notifications.alerts import queries
from services.notifications.alerts.schemas import OpenAlert, OpenAlerts
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["alerts"])

MOST_SHOWN = 100


@router.get("/alerts")
async def list_alerts(session: Transaction, caller: AnyStaff) -> OpenAlerts:
    """List the caller's alerts that nobody has answered, of cases they still read."""
    rows = await queries.alerts_for(session, caller.person_id, MOST_SHOWN)
    items = [
        OpenAlert(
            alert_id=row.id, case_id=row.case_id, urgency=row.urgency, raised_at=row.raised_at
        )
        for row in rows
    ]
    return OpenAlerts(items=items, count=len(items))
