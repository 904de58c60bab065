"""Telling parents over HTTP: the part of a case, and the parent's own page behind link and code."""

from uuid import UUID

from fastapi import APIRouter, Request

from services.reporting.cases.adapters import Keys
from services.reporting.notices import actions, actions_parent, queries_page
from services.reporting.notices.schemas import (
    Decided,
    Decision,
    OpenedNotice,
    ParentsPage,
    ParentsWords,
    Reply,
)
from services.reporting.procedures.adapters_work import WorkOnCase
from services.shared.link_codes import Code, Ticket

of_case = APIRouter(prefix="/cases/{case_id}/parents", tags=["notices"])
of_parent = APIRouter(prefix="/parent-notices/{notice_id}", tags=["notices"])


@of_case.get("")
async def show_parents(work: WorkOnCase) -> ParentsPage:
    """Show who can be told, in which words, and what became of what was told."""
    return await queries_page.parents_page(work)


@of_case.post("", status_code=201)
async def decide(work: WorkOnCase, given: Decision) -> Decided:
    """Decide whether a parent is told, and tell them where the answer allows it."""
    return await actions.decide(work, given)


@of_case.post("/{notice_id}/code", status_code=201)
async def make_code(work: WorkOnCase, notice_id: UUID) -> ParentsPage:
    """Make a new code, as after five wrong ones."""
    await actions.make_code(work, notice_id)
    return await queries_page.parents_page(work)


@of_case.post("/{notice_id}/remind", status_code=201)
async def remind(work: WorkOnCase, notice_id: UUID) -> ParentsPage:
    """Mail the notice's link once more."""
    await actions.remind(work, notice_id)
    return await queries_page.parents_page(work)


@of_parent.post("/open")
async def open_notice(notice_id: UUID, given: Code, request: Request, keys: Keys) -> OpenedNotice:
    """Open a notice with its code; five wrong ones lock it."""
    database = request.app.state.database
    return await actions_parent.open_notice(database, keys, notice_id, given.code)


@of_parent.post("/read")
async def read_notice(notice_id: UUID, given: Ticket, request: Request, keys: Keys) -> ParentsWords:
    """Show an opened notice again to the browser that holds its ticket."""
    database = request.app.state.database
    return await actions_parent.read_notice(database, keys, notice_id, given.ticket)


@of_parent.post("/acknowledge")
async def acknowledge_notice(
    notice_id: UUID, given: Ticket, request: Request, keys: Keys
) -> ParentsWords:
    """Note that the parent has read it."""
    database = request.app.state.database
    return await actions_parent.acknowledge_notice(database, keys, notice_id, given.ticket)


@of_parent.post("/reply")
async def reply_to_notice(
    notice_id: UUID, given: Reply, request: Request, keys: Keys
) -> ParentsWords:
    """Take what the parent sends back; it lands on the case."""
    return await actions_parent.reply_to_notice(request.app.state.database, keys, notice_id, given)
