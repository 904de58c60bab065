"""The parent's page over HTTP. No account: the link's random id and the code are the key."""

from uuid import UUID

from fastapi import APIRouter, Request

from services.devices.notices import actions
from services.devices.notices.schemas import NoticeText, OpenedNotice
from services.shared.link_codes import Code, Ticket

router = APIRouter(prefix="/notices", tags=["notices"])


@router.post("/{notice_id}/open")
async def open_notice(notice_id: UUID, given: Code, request: Request) -> OpenedNotice:
    """Open a notice with its code; five wrong ones lock it."""
    state = request.app.state
    return await actions.open_notice(state.database, state.keyring, notice_id, given.code)


@router.post("/{notice_id}/read")
async def read_notice(notice_id: UUID, given: Ticket, request: Request) -> NoticeText:
    """Show an opened notice again to the browser that holds its ticket."""
    state = request.app.state
    return await actions.read_notice(state.database, state.keyring, notice_id, given.ticket)


@router.post("/{notice_id}/acknowledge")
async def acknowledge_notice(notice_id: UUID, given: Ticket, request: Request) -> NoticeText:
    """Note that the parent has read it."""
    state = request.app.state
    return await actions.acknowledge_notice(state.database, state.keyring, notice_id, given.ticket)
