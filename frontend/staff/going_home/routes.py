"""The office's board: what goes home today, what is overdue, what was left over."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.live import tell_changes_of
from frontend.staff.signed_in import QuietStaff, SignedIn, Staff
from frontend.web.pages import page
from services.shared import clock

router = APIRouter()
BOARD = "/staff/going-home"
PAGES_AT_MOST = 5  # of devices, soonest due first: what is due today stands on the first ones


@router.get(BOARD)
async def show_board(request: Request, staff: Staff) -> Response:
    """Show the board; it shows itself anew on each change, and has a link without JavaScript."""
    return await _board(request, staff)


@router.get(f"{BOARD}/board")
async def refresh_board(request: Request, staff: QuietStaff) -> Response:
    """Show the board alone; a screen that refreshes itself keeps no session awake."""
    return await _board(request, staff)


@router.get(f"{BOARD}/changes")
async def tell_changes(request: Request, staff: QuietStaff) -> Response:
    """Say that a device changed hands, never which."""
    return tell_changes_of(request, staff.devices.changes())


async def _board(request: Request, staff: SignedIn) -> Response:
    rows = []
    cursor: str | None = None
    for _ in range(PAGES_AT_MOST):
        held = await staff.devices.held(None, cursor)
        rows += [row for row in held.items if row.is_overdue or row.is_due_today]
        cursor = held.next_cursor
        if cursor is None or not rows:
            break
    left = await staff.registers.left_over() if staff.has("office", "head") else []
    return page(
        request,
        "staff/going_home/board.html",
        fragment="board",
        due=[row for row in rows if not row.is_overdue],
        overdue=[row for row in rows if row.is_overdue],
        left=left,
        now=clock.now(),
    )
