"""Who is signed in on a staff page, and the services as this person sees them.

A page asks accounts once who it is, which also counts as using the session; a page that refreshes
itself (`QuietlySignedIn`) does not ask, so that an open inbox does not keep a session awake.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from frontend.clients.accounts import Accounts, Current, Person, School
from frontend.clients.device_registers import DeviceRegisters
from frontend.clients.devices import Devices
from frontend.clients.http import Door, ServiceDown, ServiceProblem
from frontend.clients.notifications import Alert, Notifications
from frontend.clients.parents import Parents
from frontend.clients.reporting import Reporting
from frontend.clients.reporting_assignments import Assignments
from frontend.clients.shares import Shares
from frontend.web.front import FrontEnd, front
from frontend.web.pages import go_to
from frontend.web.problems import tell
from frontend.web.session import Remembered, Token, session_of
from services.shared import clock
from services.shared.errors import NotSignedIn

SIGN_IN = "/staff/sign-in"
# No page waits longer for what it shows beside its own matter.
SECONDS_FOR_ALARMS = 2.0
WORDS_OF_A_PAGE = 4  # "", "staff", "cases", "<id>": acts lie one word deeper


class SessionEnded(NotSignedIn):
    """Nobody is signed in; `rested` says that somebody was."""

    def __init__(self, *, rested: bool) -> None:
        super().__init__()
        self.rested = rested


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in, with the way to every service in their name."""

    session: str = field(repr=False)
    current: Current
    front: FrontEnd

    @property
    def person(self) -> Person:
        """Return who it is."""
        return self.current.person

    @property
    def school(self) -> School:
        """Return where."""
        return self.current.school

    def has(self, *roles: str) -> bool:
        """Say whether this person holds one of `roles`; only to show or hide a link."""
        return not self.person.roles.isdisjoint(roles)

    @property
    def accounts(self) -> Accounts:
        """Return accounts as this person sees it."""
        return Accounts(self._door("accounts"))

    @property
    def reporting(self) -> Reporting:
        """Return reporting as this person sees it."""
        return Reporting(self._door("reporting"))

    @property
    def parents(self) -> Parents:
        """Return the part of reporting that tells parents, as this person sees it."""
        return Parents(self._door("reporting"))

    @property
    def assignments(self) -> Assignments:
        """Return the part of reporting that asks colleagues, as this person sees it."""
        return Assignments(self._door("reporting"))

    @property
    def shares(self) -> Shares:
        """Return the part of reporting that shares cases, as this person sees it."""
        return Shares(self._door("reporting"))

    @property
    def notifications(self) -> Notifications:
        """Return notifications as this person sees it."""
        return Notifications(self._door("notifications"))

    @property
    def devices(self) -> Devices:
        """Return devices as this person sees it."""
        return Devices(self._door("devices"))

    @property
    def registers(self) -> DeviceRegisters:
        """Return the registers of devices as this person sees them."""
        return DeviceRegisters(self._door("devices"))

    @property
    def remembered(self) -> Remembered:
        """Return what this process remembers of the session."""
        return self.front.sessions.of(self.session)

    def _door(self, service: str) -> Door:
        async def authorisation() -> str:
            return f"Bearer {await self._token(service)}"

        def forget() -> None:
            self.remembered.tokens.pop(service, None)

        address = self.front.address(service)
        return Door(self.front.http, service, address, authorisation, forget)

    async def _token(self, audience: str) -> str:
        known = self.remembered.tokens.get(audience)
        if known is None or not known.is_good():
            answer = await session_accounts(self.front, self.session).token(audience)
            known = Token(answer.token, answer.expires_at)
            self.remembered.tokens[audience] = known
        return known.text


def session_accounts(shared: FrontEnd, session: str) -> Accounts:
    """Return accounts as the holder of a session id sees it."""

    async def authorisation() -> str:
        return f"Session {session}"

    return Accounts(shared.door("accounts", authorisation))


async def signed_in(request: Request) -> SignedIn:
    """Return who is signed in; raises SessionEnded, which becomes the sign-in page."""
    session = session_of(request)
    if session is None:
        raise SessionEnded(rested=False)
    shared = front(request)
    try:
        current = await session_accounts(shared, session).current()
    except ServiceProblem as problem:
        if problem.status != NotSignedIn.status:
            raise
        shared.sessions.forget(session)
        raise SessionEnded(rested=True) from None
    remembered = shared.sessions.of(session)
    remembered.description, remembered.used_at = current, clock.now()
    person = _on_the_page(request, SignedIn(session, current, shared))
    if request.method == "GET" and request.headers.get("hx-request") != "true":
        await _put_alarms_on_the_page(request, person)
    return person


async def _put_alarms_on_the_page(request: Request, person: SignedIn) -> None:
    """Let every whole page show, in red, which critical alerts nobody has answered (G-11)."""
    alerts = await alerts_of(person)
    request.state.alerts = alerts
    critical = [one for one in alerts or () if one.urgency == "critical"]
    request.state.page_values["alarms"] = critical


async def waiting_alerts(request: Request, person: SignedIn) -> int | None:
    """Return how many alerts wait for this person; None where nobody can say."""
    if hasattr(request.state, "alerts"):
        known: Sequence[Alert] | None = request.state.alerts
    else:
        known = await alerts_of(person)
    return None if known is None else len(known)


async def alerts_of(person: SignedIn) -> Sequence[Alert] | None:
    """Return the person's open alerts; None where nobody can say."""
    try:
        async with asyncio.timeout(SECONDS_FOR_ALARMS):
            return await person.notifications.alerts()
    except (ServiceDown, ServiceProblem, TimeoutError):
        return None


async def quietly_signed_in(request: Request) -> SignedIn:
    """Return who is signed in without asking accounts where this process knows it already."""
    session = session_of(request)
    shared = front(request)
    known = shared.sessions.of(session).description if session else None
    if session is None or not isinstance(known, Current):
        return await signed_in(request)
    if _has_rested(shared.sessions.of(session).used_at, known.idle_seconds):
        shared.sessions.forget(session)
        raise SessionEnded(rested=True)
    return _on_the_page(request, SignedIn(session, known, shared))


def _has_rested(used_at: datetime | None, idle_seconds: int) -> bool:
    """Say whether nobody opened a page for too long: a page that refreshes itself is no use."""
    return used_at is None or clock.now() - used_at > timedelta(seconds=idle_seconds)


async def still_signed_in(request: Request) -> SignedIn | None:
    """Return who is signed in or None: for a form that must not lose somebody's words."""
    try:
        return await signed_in(request)
    except SessionEnded:
        return None


def _on_the_page(request: Request, person: SignedIn) -> SignedIn:
    request.state.page_values = {"signed_in": person}
    return person


Staff = Annotated[SignedIn, Depends(signed_in)]
QuietStaff = Annotated[SignedIn, Depends(quietly_signed_in)]
StaffOrNobody = Annotated[SignedIn | None, Depends(still_signed_in)]


def send_to_sign_in(site: FastAPI) -> None:
    """Let every page of `site` that needs somebody signed in lead to the sign-in page."""
    site.add_exception_handler(SessionEnded, _to_sign_in)
    site.add_exception_handler(ServiceProblem, _to_sign_in_or_tell)


async def _to_sign_in(request: Request, error: Exception) -> Response:
    rested = isinstance(error, SessionEnded) and not error.rested
    address = f"{SIGN_IN}?next={quote(_page_of(request))}" + ("" if rested else "&rested=yes")
    if request.headers.get("hx-request") == "true":
        # Not 200: a stream that asks again must not take this for a stream.
        return Response(status_code=NotSignedIn.status, headers={"HX-Redirect": address})
    return go_to(address)


async def _to_sign_in_or_tell(request: Request, error: Exception) -> Response:
    is_over = isinstance(error, ServiceProblem) and error.status == NotSignedIn.status
    if not is_over:
        return await tell(request, error)
    session = session_of(request)
    if session is not None:
        front(request).sessions.forget(session)
    return await _to_sign_in(request, error)


def _page_of(request: Request) -> str:
    """Return the page to come back to: this one, or the one that the form stands on."""
    if request.headers.get("hx-request") == "true":
        return urlsplit(request.headers.get("hx-current-url", "")).path or "/staff"
    if request.method == "GET":
        return request.url.path
    return "/".join(request.url.path.split("/")[:WORDS_OF_A_PAGE])


def is_own_page(address: str) -> bool:
    """Say whether somebody may be sent to `address` after signing in: one of our own pages."""
    if not address.startswith(("/staff", "/d/")) or "\\" in address:
        return False
    parts = urlsplit(address)
    return not parts.netloc and not parts.scheme and "//" not in address
