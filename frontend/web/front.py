"""What every site of the front end shares: settings, the key for forms, the way to the services."""

from dataclasses import dataclass, field

import httpx
from fastapi import Request

from frontend.clients.http import Authorisation, Door, nobody
from frontend.settings import FrontendSettings
from frontend.web.session import Sessions


@dataclass(frozen=True)
class FrontEnd:
    """One per process; a site reaches it with `front(request)`."""

    settings: FrontendSettings
    http: httpx.AsyncClient
    form_key: bytes = field(repr=False)
    sessions: Sessions = field(default_factory=Sessions, repr=False)

    def door(self, service: str, authorisation: Authorisation = nobody) -> Door:
        """Return the way to `service` (accounts, reporting, notifications, devices)."""
        return Door(self.http, service, self.address(service), authorisation)

    def address(self, service: str) -> str:
        """Return the base address of `service`, without a slash at its end."""
        address: str = getattr(self.settings, f"{service}_url")
        return address.rstrip("/")


def front(request: Request) -> FrontEnd:
    """Return what the sites share, from any request."""
    found: FrontEnd = request.app.state.front
    return found
