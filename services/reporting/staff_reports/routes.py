"""The doors for colleagues: report, and see what became of my reports."""

from typing import Annotated

from fastapi import APIRouter, Depends, status

from services.reporting.concerns.routes import ReportDesk
from services.reporting.concerns.schemas import IdempotencyKey
from services.reporting.procedures.adapters import CasePapers
from services.reporting.staff_reports.actions import Door, take_staff_report
from services.reporting.staff_reports.queries import my_reports
from services.reporting.staff_reports.schemas import MyReports, StaffReport, StaffReportTaken
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["staff reports"])


def _door(desk: ReportDesk, papers: CasePapers) -> Door:
    return Door(desk, papers.library)


StaffDoor = Annotated[Door, Depends(_door)]


@router.post("/staff-reports", status_code=status.HTTP_201_CREATED)
async def report(
    told: StaffReport,
    colleague: AnyStaff,
    transaction: Transaction,
    door: StaffDoor,
    idempotency_key: IdempotencyKey,
) -> StaffReportTaken:
    """Take a colleague's report; the same key with the same content gets the same answer."""
    return await take_staff_report(
        transaction, told, idempotency_key=idempotency_key, by=colleague, door=door
    )


@router.get("/staff-reports")
async def list_my_reports(_colleague: AnyStaff, transaction: Transaction) -> MyReports:
    """Return the caller's own reports, newest first, in plain states."""
    return MyReports(items=await my_reports(transaction))
