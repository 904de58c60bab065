"""The door for children: one operation, no sign-in, no way back to what was told."""

from fastapi import APIRouter, Response, status

from services.reporting.concerns.routes import ReportDesk
from services.reporting.concerns.schemas import IdempotencyKey
from services.reporting.pupil_reports.actions import take_pupil_report
from services.reporting.pupil_reports.schemas import PupilReport, PupilReportTaken
from services.shared.callers import PupilPage
from services.shared.transactions import Transaction

router = APIRouter(tags=["pupil reports"])


@router.post("/pupil-reports", status_code=status.HTTP_201_CREATED)
async def tell(  # noqa: PLR0913, PLR0917  # each is injected by name
    told: PupilReport,
    page: PupilPage,
    transaction: Transaction,
    desk: ReportDesk,
    idempotency_key: IdempotencyKey,
    response: Response,
) -> PupilReportTaken:
    """Take a child's report; 201 for a new one, 200 for the same again or a new version of it."""
    taken, is_new = await take_pupil_report(
        transaction, told, idempotency_key=idempotency_key, by=page, desk=desk
    )
    response.status_code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
    return taken
