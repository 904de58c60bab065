"""The doors for messages: a reader writes, whoever told reads and writes back."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, status

from services.reporting.cases.adapters import Keys
from services.reporting.cases.schemas import Moved
from services.reporting.come_back.routes import guarded
from services.reporting.concerns.routes import ReportDesk
from services.reporting.concerns.schemas import IdempotencyKey
from services.reporting.conversations import actions_card
from services.reporting.conversations import actions_messages as actions
from services.reporting.conversations.schemas_messages import (
    CardAnswer,
    CardMessages,
    CardShown,
    ChildAnswer,
    ChildMessages,
    Heard,
    MessageWritten,
    ReporterAnswer,
    ReporterMessages,
    SlipShown,
)
from services.reporting.procedures.adapters_work import WorkOnCase
from services.shared.callers import AnyStaff, PupilPage
from services.shared.transactions import Transaction

router = APIRouter(tags=["messages"])
case_router = APIRouter(prefix="/cases/{case_id}", tags=["messages"])


@case_router.post("/messages")
async def send_message(work: WorkOnCase, written: MessageWritten) -> Moved:
    """Write to the child or colleague who told."""
    return await actions.send_message(work, written)


async def _slip(slip: SlipShown, page: PupilPage, request: Request) -> AsyncIterator[SlipShown]:
    async with guarded(request, page, slip):
        yield slip


async def _child(
    said: ChildAnswer, page: PupilPage, request: Request
) -> AsyncIterator[ChildAnswer]:
    async with guarded(request, page, said):
        yield said


@router.post("/come-back/messages")
async def read_messages(
    slip: Annotated[SlipShown, Depends(_slip, scope="function")],
    page: PupilPage,
    transaction: Transaction,
    desk: ReportDesk,
) -> ChildMessages:
    """Return the messages to a child; 404 for other pictures or other letters, counted as a try."""
    return await actions.read_as_child(transaction, slip, by=page, desk=desk)


@router.post("/come-back/answers", status_code=status.HTTP_201_CREATED)
async def answer_as_child(
    said: Annotated[ChildAnswer, Depends(_child, scope="function")],
    page: PupilPage,
    transaction: Transaction,
    desk: ReportDesk,
    idempotency_key: IdempotencyKey,
) -> Heard:
    """Take what a child writes back; the same key is the same answer."""
    concern_id = await actions.concern_behind_slip(transaction, said, by=page, desk=desk)
    return await actions.write_back(
        transaction, concern_id, said.text, idempotency_key=idempotency_key, by=page, desk=desk
    )


@router.post("/come-back/card")
async def read_with_card(
    shown: CardShown, page: PupilPage, transaction: Transaction, desk: ReportDesk
) -> CardMessages:
    """Return what became of what a child told with their class card; 404 for a dead card."""
    return await actions_card.read_with_card(transaction, shown, by=page, desk=desk)


@router.post("/come-back/card-answers", status_code=status.HTTP_201_CREATED)
async def answer_with_card(
    said: CardAnswer,
    page: PupilPage,
    transaction: Transaction,
    desk: ReportDesk,
    idempotency_key: IdempotencyKey,
) -> Heard:
    """Take what a child with a class card writes back; the same key is the same answer."""
    return await actions_card.answer_with_card(
        transaction, said, idempotency_key=idempotency_key, by=page, desk=desk
    )


@router.get("/staff-reports/{report_id}")
async def read_my_report(
    report_id: UUID, colleague: AnyStaff, transaction: Transaction, keys: Keys
) -> ReporterMessages:
    """Return one of the caller's own reports and the messages about it."""
    return await actions.read_as_reporter(transaction, report_id, by=colleague, keys=keys)


@router.post("/staff-reports/{report_id}/answers", status_code=status.HTTP_201_CREATED)
async def answer_as_reporter(  # noqa: PLR0913, PLR0917  # each is injected by name
    report_id: UUID,
    said: ReporterAnswer,
    colleague: AnyStaff,
    transaction: Transaction,
    desk: ReportDesk,
    idempotency_key: IdempotencyKey,
) -> Heard:
    """Take what a colleague writes back about their own report."""
    return await actions.write_back(
        transaction, report_id, said.text, idempotency_key=idempotency_key, by=colleague, desk=desk
    )
