"""What a browser keeps that gave the code of one page, to open it again for half an hour."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

TICKET_SECONDS = 30 * 60


def ticket_in(request: Request, cookie: str, page_id: UUID) -> str:
    """Return the ticket of this browser for this very page; "" where it has none."""
    known, _, ticket = request.cookies.get(cookie, "").partition(".")
    return ticket if known == page_id.hex else ""


def keep_ticket(response: Response, cookie: str, page_id: UUID, ticket: str) -> None:
    """Let the browser open this page again for half an hour."""
    response.set_cookie(
        cookie,
        f"{page_id.hex}.{ticket}",
        max_age=TICKET_SECONDS,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
