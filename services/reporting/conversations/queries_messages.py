"""The messages of a case, for its readers and for whoever told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import CHANGE_WORDS
from services.reporting.cases.models import CaseChange
from services.reporting.cases.queries import display_names
from services.reporting.concerns.models import Concern
from services.reporting.conversations.models import MessageRead
from services.reporting.conversations.schemas_messages import MessageShown
from services.shared.encryption import Sealer
from services.shared.errors import NotThere

SENT = "message_sent"
_MINE = text("SELECT * FROM reporting.my_messages(:report_id)")


class MyMessage(NamedTuple):
    """A message about one of the caller's own reports, sealed as it is stored."""

    change_id: UUID
    case_id: UUID
    actor_id: UUID
    sent_at: datetime
    words: bytes

    def opened(self, sealer: Sealer) -> str:
        """Return what it says."""
        return sealer.open_sealed(self.words, CHANGE_WORDS, self.change_id).reveal()


async def my_messages(session: AsyncSession, report_id: UUID) -> list[MyMessage]:
    """Return the messages about the caller's own report, newest first; none for any other."""
    rows: Sequence[Any] = (await session.execute(_MINE, {"report_id": report_id})).all()
    return [MyMessage(*row) for row in rows]


async def reporter_of(
    session: AsyncSession, case_id: UUID, concern_id: UUID
) -> tuple[str, UUID | None]:
    """Return how a concern of the case came and who told it; raises NotThere for any other."""
    asked = select(Concern.source, Concern.reporter_id).where(
        Concern.id == concern_id, Concern.case_id == case_id
    )
    row = (await session.execute(asked)).one_or_none()
    if row is None:
        raise NotThere
    return row.source, row.reporter_id


async def messages_of(session: AsyncSession, case_id: UUID, sealer: Sealer) -> list[MessageShown]:
    """Return what was written to those who told, the oldest first, opened for a reader."""
    asked = (
        select(CaseChange, MessageRead.at.label("read_at"))
        .outerjoin(MessageRead, MessageRead.change_id == CaseChange.id)
        .where(CaseChange.case_id == case_id, CaseChange.kind == SENT)
        .order_by(CaseChange.version)
    )
    rows = (await session.execute(asked)).all()
    names = await display_names(session, [change.actor_id for change, _ in rows])
    return [
        MessageShown(
            concern_id=UUID(change.facts["concern_id"]),
            text=sealer.open_sealed(change.words, CHANGE_WORDS, change.id).reveal(),
            sender=names.get(change.actor_id, "A colleague"),
            sent_at=change.at,
            read_at=read_at,
        )
        for change, read_at in rows
        if change.words is not None
    ]
