"""Who was told of a case, and whether it arrived."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.notifications.deliveries import queries
from services.notifications.deliveries.schemas import AnswerLine, Ledger, line_of
from services.shared.audit import audit
from services.shared.callers import SafeguardingTeam
from services.shared.directory import people_by_id
from services.shared.errors import NotThere
from services.shared.transactions import Transaction

router = APIRouter(tags=["deliveries"])


@router.get("/deliveries/{case_id}")
async def read_ledger(
    session: Transaction,
    caller: SafeguardingTeam,
    case_id: UUID,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Ledger:
    """Show a reader of the case who was told; to everybody else the case is not there."""
    if not await queries.is_reader(session, case_id, caller.person_id):
        raise NotThere
    await audit(session, actor=caller, act="deliveries.read", kind="case", subject_id=case_id)
    rows, following = await queries.deliveries_of_case(session, case_id, cursor)
    people = await people_by_id(session, {row.person_id for row in rows})
    names = {person_id: person.display_name for person_id, person in people.items()}
    answer = await queries.answer_of(session, case_id)
    return Ledger(
        items=[line_of(row, names) for row in rows],
        answer=AnswerLine.model_validate(answer, from_attributes=True) if answer else None,
        next_cursor=following,
    )
