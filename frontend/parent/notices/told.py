"""Which service wrote to this parent: devices about a device, reporting about a case.

The address says neither, so both are asked, devices first; an id that one does not know is
answered like a wrong code.
"""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from frontend.clients.devices import Devices
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.parents import Parents
from frontend.web import tickets
from frontend.web.front import front
from services.shared.errors import Malformed, NotAllowed

# The ticket stands for the code that was given; it opens this one page for half an hour.
TICKET_COOKIE = "__Host-lantern-notice"
# Said where one of the two senders did not know the code and the other does not answer.
IN_PART = (
    "That code did not open this page, and a part of it is not answering. Try again soon, or ring "
    "the school office."
)
OF_DEVICES = "d"
OF_CASES = "c"


@dataclass(frozen=True)
class Ticket:
    """What a browser holds that gave the code; `sender` says which service takes it."""

    sender: str
    secret: str


def devices(request: Request) -> Devices:
    """Return devices as somebody without an account sees it."""
    return Devices(front(request).door("devices"))


def parents(request: Request) -> Parents:
    """Return reporting's page for parents as somebody without an account sees it."""
    return Parents(front(request).door("reporting"))


async def try_code(request: Request, notice_id: UUID, code: str) -> Ticket:
    """Return the ticket for whoever has the code; raises ServiceProblem with the sentence."""
    try:
        return Ticket(OF_DEVICES, await devices(request).open_notice(notice_id, code))
    except ServiceProblem as problem:
        if problem.status != NotAllowed.status:
            raise
    try:
        return Ticket(OF_CASES, await parents(request).open_notice(notice_id, code))
    except ServiceDown as down:
        raise ServiceProblem(down.service, Malformed.status, {"detail": IN_PART}) from None


def ticket_for(request: Request, notice_id: UUID) -> Ticket | None:
    """Return the ticket of this browser for this very notice, or None."""
    sender, _, secret = tickets.ticket_in(request, TICKET_COOKIE, notice_id).partition(".")
    return Ticket(sender, secret) if secret else None


def keep_ticket(response: Response, notice_id: UUID, ticket: Ticket) -> None:
    """Let the browser open this page again for half an hour."""
    tickets.keep_ticket(response, TICKET_COOKIE, notice_id, f"{ticket.sender}.{ticket.secret}")
