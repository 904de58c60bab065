"""The chosen adult reads what the child told, and says that they have talked."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import mark_read, note_happening, tell_screens
from services.reporting.cases.adapters import CaseKeys
from services.reporting.concerns.queries import concerns_shown
from services.reporting.conversations.queries import TALKED, check_chosen, talked_at
from services.reporting.conversations.schemas import Talked, WordsPage
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import NotThere

# Whom the child wants kept out is for those who decide about the case.
NOT_FOR_THE_CHOSEN = frozenset({"not_adults"})


async def read_words(
    session: AsyncSession, case_id: UUID, *, by: Caller, keys: CaseKeys
) -> WordsPage:
    """Return the words as given; audited before anything is opened.

    Raises NotThere unless the child chose the caller and nothing keeps them out.
    """
    await check_chosen(session, case_id, by.person_id)
    await audit(session, actor=by, act="case.words_read", kind="case", subject_id=case_id)
    sealer = await keys.sealer_of(session, by.school_id, case_id)
    shown = await concerns_shown(session, case_id, sealer, without=NOT_FOR_THE_CHOSEN)
    if not shown:
        raise NotThere
    return WordsPage(
        case_id=case_id,
        received_at=shown[0].received_at,
        words=[one for concern in shown for one in concern.words],
        talked_at=await talked_at(session, case_id, by.person_id),
    )


async def mark_talked(session: AsyncSession, case_id: UUID, *, by: Caller) -> Talked:
    """Say that the caller has talked with the child; the child sees it as "has read this"."""
    await check_chosen(session, case_id, by.person_id)
    if await mark_read(session, case_id, TALKED, by=by):
        await note_happening(session, case_id, TALKED, source_id=by.person_id, by=by)
        await audit(session, actor=by, act="case.talked", kind="case", subject_id=case_id)
        await tell_screens(session, case_id)
    at = await talked_at(session, case_id, by.person_id)
    return Talked(case_id=case_id, talked_at=at or clock.now())
