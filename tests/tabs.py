"""Browsers without JavaScript on the front end with real services behind it."""

from dataclasses import dataclass
from typing import Protocol

import httpx
from fastapi import FastAPI

from frontend.web.session import SESSION_COOKIE
from tests.browsing import ORIGIN, hidden
from tests.factories import AStaffMember


class ByHost(httpx.AsyncBaseTransport):
    """Sends each call to the service that its host names."""

    def __init__(self, **apps: FastAPI) -> None:
        self.doors = {name: httpx.ASGITransport(app=app) for name, app in apps.items()}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        door = self.doors.get(request.url.host)
        if door is None:  # a service that this test does not run
            raise httpx.ConnectError(request.url.host, request=request)
        return await door.handle_async_request(request)


@dataclass
class Tab:
    """Somebody's browser without JavaScript; `session` signs a member of staff in."""

    client: httpx.AsyncClient

    async def open(self, address: str) -> httpx.Response:
        return await self.client.get(address)

    async def send(self, on: str, to: str, fields: dict[str, str]) -> httpx.Response:
        """Send a form that stands on the page `on`, with its hidden fields."""
        shown = await self.client.get(on)
        return await self.client.post(
            to, data={"form_token": hidden(shown.text, "form_token"), **fields}
        )


class Staffed(Protocol):
    """A school of a test, with its staff by role."""

    staff: dict[str, AStaffMember]


class Tabs:
    """Opens browsers: one for a member of staff who is signed in, or one for a parent."""

    def __init__(self, house: FastAPI) -> None:
        self.house = house
        self.clients: list[httpx.AsyncClient] = []

    def parent(self) -> Tab:
        transport = httpx.ASGITransport(app=self.house)
        client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self.clients.append(client)
        return Tab(client)

    def staff(self, school: Staffed, who: str = "dsl") -> Tab:
        tab = self.parent()
        tab.client.cookies.set(SESSION_COOKIE, school.staff[who].session_secret)
        return tab
