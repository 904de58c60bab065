"""The doors for children: tell, and say later that it goes on; no way back to what was told."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, status

from services.reporting.come_back.routes import guarded
from services.reporting.come_back.schemas import CardAgain, ComeBackAgain
from services.reporting.concerns.routes import ReportDesk
from services.reporting.concerns.schemas import IdempotencyKey
from services.reporting.pupil_reports.actions import take_pupil_report
from services.reporting.pupil_reports.actions_again import take_again, take_again_with_card
from services.reporting.pupil_reports.schemas import PupilReport, PupilReportTaken, SaidAgain
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


async def _tried(
    said: ComeBackAgain, page: PupilPage, request: Request
) -> AsyncIterator[ComeBackAgain]:
    async with guarded(request, page, said):
        yield said


@router.post("/come-back/again")
async def say_again(
    said: Annotated[ComeBackAgain, Depends(_tried, scope="function")],
    page: PupilPage,
    transaction: Transaction,
    desk: ReportDesk,
    idempotency_key: IdempotencyKey,
) -> SaidAgain:
    """Add "it is still happening" or "I need someone now" to a report: everybody is alerted."""
    return await take_again(transaction, said, idempotency_key=idempotency_key, by=page, desk=desk)


@router.post("/come-back/card-again")
async def say_again_with_card(
    said: CardAgain,
    page: PupilPage,
    transaction: Transaction,
    desk: ReportDesk,
    idempotency_key: IdempotencyKey,
) -> SaidAgain:
    """Add the same to what a child told last with their class card; 404 for a dead card."""
    return await take_again_with_card(
        transaction, said, idempotency_key=idempotency_key, by=page, desk=desk
    )
