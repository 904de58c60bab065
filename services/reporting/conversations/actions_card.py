"""What a class card opens: the answers to what its child told with it."""

from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.come_back.queries import (
    holder_of,
    is_told_with_card,
    told_with_card,
    what_became_of,
)
from services.reporting.concerns.actions_rows import Desk
from services.reporting.conversations.actions_messages import messages_for_child, write_back
from services.reporting.conversations.schemas_messages import (
    CardAnswer,
    CardMessages,
    CardShown,
    Heard,
    ToldWithCard,
)
from services.shared import clock
from services.shared.callers import Caller
from services.shared.errors import NotThere


async def read_with_card(
    session: AsyncSession, shown: CardShown, *, by: Caller, desk: Desk
) -> CardMessages:
    """Return what became of what this card's child told with it; what was told without is not here.

    Messages are opened, and count as read, only where the child asks for them.

    Raises NotThere for a card that was taken back, or a visit whose hour is over.
    """
    pupil_id = await _pupil(session, shown.visit, by)
    items = []
    for code in await told_with_card(session, pupil_id):
        found = await what_became_of(session, code.code_hash)
        if found is None:
            continue
        messages = []
        if found.has_message and shown.opens:
            messages = await messages_for_child(session, code.concern_id, by=by, keys=desk.keys)
        told = found.model_dump() | {"report_id": code.concern_id, "messages": messages}
        items.append(ToldWithCard(**told))
    return CardMessages(items=items)


async def answer_with_card(
    session: AsyncSession, said: CardAnswer, *, idempotency_key: str, by: Caller, desk: Desk
) -> Heard:
    """Take what the child writes back; NotThere for a report that was not told with this card."""
    pupil_id = await _pupil(session, said.visit, by)
    if not await is_told_with_card(session, said.report_id, pupil_id):
        raise NotThere
    return await write_back(
        session, said.report_id, said.text, idempotency_key=idempotency_key, by=by, desk=desk
    )


async def _pupil(session: AsyncSession, visit: SecretStr, by: Caller) -> UUID:
    holder = await holder_of(session, by.school_id, visit.get_secret_value(), clock.now())
    if holder is None:
        raise NotThere
    return holder.pupil_id
