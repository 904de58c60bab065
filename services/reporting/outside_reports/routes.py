"""The door for adults without an account: parents, visitors, volunteers, neighbours."""

from fastapi import APIRouter, status

from services.reporting.concerns.routes import ReportDesk
from services.reporting.concerns.schemas import IdempotencyKey
from services.reporting.outside_reports.actions import take_outside_report
from services.reporting.outside_reports.schemas import OutsideReport, OutsideReportTaken
from services.shared.callers import PupilPage
from services.shared.transactions import Transaction

router = APIRouter(tags=["outside reports"])


@router.post("/outside-reports", status_code=status.HTTP_201_CREATED)
async def report(
    told: OutsideReport,
    page: PupilPage,
    transaction: Transaction,
    desk: ReportDesk,
    idempotency_key: IdempotencyKey,
) -> OutsideReportTaken:
    """Take the report; the same key with the same content gets the same answer."""
    return await take_outside_report(
        transaction, told, idempotency_key=idempotency_key, by=page, desk=desk
    )
