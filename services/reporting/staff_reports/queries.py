"""What a member of staff reads of their own reports, and which children there are."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.staff_reports.schemas import MyReport

_MY_REPORTS = text("SELECT * FROM reporting.my_reports()")
_PUPILS = text("SELECT person_id FROM directory.pupil WHERE person_id = ANY(:ids)")
_STATES = {"new": "received", "closed": "closed"}


async def my_reports(session: AsyncSession) -> list[MyReport]:
    """Return the caller's own reports, newest first; nothing of what became of the words."""
    rows = await session.execute(_MY_REPORTS)
    return [
        MyReport(
            report_id=row.report_id,
            reference=row.reference,
            sent_at=row.sent_at,
            state=_STATES.get(row.state, "being_looked_at"),
            seen_at=row.seen_at,
            messages=row.messages,
            unread=row.unread,
        )
        for row in rows
    ]


async def pupils_among(session: AsyncSession, ids: Iterable[UUID]) -> set[UUID]:
    """Return which of `ids` are pupils of the caller's school."""
    rows: Any = await session.scalars(_PUPILS, {"ids": list(ids)})
    return set(rows)
