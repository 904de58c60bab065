"""The doors for assignments: given by a case's readers, answered by whoever is asked."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from services.reporting.assignments import actions
from services.reporting.assignments.queries import action_plan, my_assignments
from services.reporting.assignments.schemas import AnswerWritten, AssignmentGiven, Assignments
from services.reporting.cases.adapters import Keys
from services.reporting.cases.schemas import Moved
from services.reporting.procedures.adapters_work import WorkOnCase
from services.shared.callers import AnyStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["assignments"])
case_router = APIRouter(prefix="/cases/{case_id}", tags=["assignments"])
Cursor = Annotated[str | None, Query(max_length=400)]


@case_router.post("/assignments")
async def give(work: WorkOnCase, given: AssignmentGiven) -> Moved:
    """Ask a colleague for advice without names, or put an item on the action plan."""
    return await actions.give(work, given)


@router.get("/assignments")
async def list_mine(
    reader: AnyStaff, transaction: Transaction, keys: Keys, cursor: Cursor = None
) -> Assignments:
    """Return what the caller is asked to do."""
    await actions.note_reading(transaction, by=reader, what="read")
    return await my_assignments(transaction, reader, keys, cursor=cursor)


@router.get("/action-plan")
async def list_action_plan(
    reader: AnyStaff,
    transaction: Transaction,
    keys: Keys,
    cursor: Cursor = None,
    *,
    done: bool = False,
) -> Assignments:
    """Return the action plan of the cases that the caller reads."""
    await actions.note_reading(transaction, by=reader, what="plan_read")
    return await action_plan(transaction, reader, keys, is_done=done, cursor=cursor)


@router.post("/assignments/{assignment_id}/answer", status_code=status.HTTP_204_NO_CONTENT)
async def answer(
    assignment_id: UUID,
    written: AnswerWritten,
    reader: AnyStaff,
    transaction: Transaction,
    keys: Keys,
) -> None:
    """Write down what came of it."""
    await actions.answer(transaction, assignment_id, written, by=reader, keys=keys)
