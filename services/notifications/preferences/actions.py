"""Keep a person's own wishes about messages."""

from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.preferences.models import Preference
from services.notifications.preferences.rules import why_not_hold_back
from services.notifications.preferences.schemas import Wishes
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import Refused


async def keep_wishes(session: AsyncSession, wanted: Wishes, *, by: Caller) -> Wishes:
    """Store the caller's wishes; what is urgent never waits for them (D-7.8.1-3, G-11).

    Raises Refused where a safeguarding lead would hold back what must reach them.
    """
    sentence = why_not_hold_back(wanted.can_wait, by.roles)
    if sentence:
        raise Refused(sentence)
    row = {**wanted.model_dump(), "changed_at": clock.now()}
    mine = {"person_id": by.person_id, "school_id": by.school_id}
    stored = insert_once(Preference).values(**mine, **row)
    await session.execute(stored.on_conflict_do_update(index_elements=["person_id"], set_=row))
    await audit(session, actor=by, act="wishes.kept", kind="person", subject_id=by.person_id)
    return wanted
