"""One way to ask a service: JSON out, JSON in, and two things that can go wrong."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from services.shared.errors import ApplicationError, FieldError

request_id: ContextVar[str] = ContextVar("request_id", default="")

SECONDS_TO_CONNECT = 3.0
SECONDS_TO_ANSWER = 12.0
NOT_SAVED = "This part of Lantern is not answering, so nothing was saved."
IN_DOUBT = (
    "This part of Lantern stopped answering half-way, so we do not know whether this was saved. "
    "Look first, then send once more."
)


class ServiceDown(ApplicationError):
    """A service does not answer, or broke: nothing was saved.

    Unless `in_doubt`: the question had left us when the line broke, so it may have been answered.
    """

    status = 503
    title = "Part of Lantern is not answering"

    def __init__(self, service: str, *, in_doubt: bool = False) -> None:
        super().__init__(IN_DOUBT if in_doubt else NOT_SAVED)
        self.service = service
        self.in_doubt = in_doubt


class ServiceProblem(ApplicationError):
    """A service answered with a problem document; `status` and `detail` are its own."""

    def __init__(self, service: str, status: int, document: Mapping[str, Any]) -> None:
        fields = tuple(
            FieldError(str(one.get("field", "")), str(one.get("message", "")))
            for one in document.get("errors") or ()
        )
        self.title = str(document.get("title") or "Something went wrong")
        super().__init__(str(document.get("detail") or self.title), fields)
        self.service = service
        self.status = status


@dataclass(frozen=True)
class Ask:
    """One question to a service: what to send, beside the address."""

    body: Mapping[str, Any] | None = None
    params: Mapping[str, str] | None = None
    idempotency_key: str | None = None


Authorisation = Callable[[], Awaitable[str]]


async def nobody() -> str:
    """Ask without saying who asks."""
    return ""


@dataclass(frozen=True)
class Door:
    """A service as one caller sees it: its address and who is asking.

    `authorisation` returns the header's text ("Bearer ...", "Session ...") or "".
    `forget`, where given, drops a token that the service no longer takes; the question is then
    asked once more with a new one (a 401 means that nothing has happened yet).
    """

    http: httpx.AsyncClient
    service: str
    base_url: str
    authorisation: Authorisation = nobody
    forget: Callable[[], None] | None = None

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """Return the JSON found at `path`; raises ServiceDown, ServiceProblem."""
        return (await self.ask("GET", path, Ask(params=params))).json()

    async def post(
        self, path: str, body: Mapping[str, Any] | None = None, idempotency_key: str | None = None
    ) -> Any:
        """Send `body` and return the JSON of the answer, or None where it has no body."""
        answer = await self.ask("POST", path, Ask(body or {}, None, idempotency_key))
        return answer.json() if answer.content else None

    async def delete(self, path: str) -> None:
        """End what is at `path`."""
        await self.ask("DELETE", path, Ask())

    async def fetch(self, path: str) -> httpx.Response:
        """Return the raw answer at `path`: a picture, a PDF, an archive."""
        return await self.ask("GET", path, Ask())

    async def ask(self, method: str, path: str, ask: Ask) -> httpx.Response:
        """Ask once, and once more with a new token where the old one is no longer taken."""
        answer = await self._send(method, path, ask)
        if answer.status_code == HTTPStatus.UNAUTHORIZED and self.forget is not None:
            self.forget()
            answer = await self._send(method, path, ask)
        if answer.is_success:
            return answer
        raise self._what_went_wrong(answer)

    @asynccontextmanager
    async def stream(self, path: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """Listen to the events at `path` until the listener goes or the token ends."""
        endless = httpx.Timeout(SECONDS_TO_ANSWER, read=None)
        try:
            async with self.http.stream(
                "GET", self.base_url + path, headers=await self.headers(), timeout=endless
            ) as answer:
                if not answer.is_success:
                    raise ServiceDown(self.service)
                yield answer.aiter_raw()
        except httpx.HTTPError:
            raise ServiceDown(self.service) from None

    async def headers(self, idempotency_key: str | None = None) -> dict[str, str]:
        """Return who asks, which request this belongs to and the key against doubles."""
        found = {
            "Authorization": await self.authorisation(),
            "X-Request-Id": request_id.get(),
            "Idempotency-Key": idempotency_key or "",
        }
        return {name: value for name, value in found.items() if value}

    async def _send(self, method: str, path: str, ask: Ask) -> httpx.Response:
        headers = await self.headers(ask.idempotency_key)
        try:
            return await self.http.request(
                method, self.base_url + path, json=ask.body, params=ask.params, headers=headers
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise ServiceDown(self.service) from None
        except httpx.HTTPError:
            raise ServiceDown(self.service, in_doubt=method != "GET") from None

    def _what_went_wrong(self, answer: httpx.Response) -> ApplicationError:
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return ServiceDown(self.service)
        try:
            document = answer.json()
        except ValueError:
            document = {}
        problem = document if isinstance(document, dict) else {}
        return ServiceProblem(self.service, answer.status_code, problem)


def make_http(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Return the one connection pool of the front end."""
    return httpx.AsyncClient(
        transport=transport,
        timeout=httpx.Timeout(SECONDS_TO_ANSWER, connect=SECONDS_TO_CONNECT),
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=40),
        trust_env=False,
        follow_redirects=False,
    )
