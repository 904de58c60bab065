"""The door of every service: what is refused before anything reads it, and one line in the log."""

import json
import re
import time
from typing import Any
from uuid import uuid4

import structlog
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.shared.errors import ApplicationError, FilesNotTaken, TooLarge
from services.shared.logs import describe_error

LARGEST_BODY = 64 * 1024
TOO_MUCH = "That is more than we can take at once. Please make it shorter."
_REQUEST_ID = re.compile(r"[0-9a-f-]{8,36}")
_NO_STORE = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]

log = structlog.get_logger()


class Doors:
    """ASGI middleware: files and large bodies are refused from their headers (G-01, T6).

    A body without a length is counted while it comes; the first byte over the limit ends it.
    """

    def __init__(self, app: ASGIApp, service: str) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on; then write one line to the log."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name: one.decode("latin-1") for name, one in scope["headers"]}
        request_id = self._request_id(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        answer = _Answer(send, request_id)
        refused = self._why_not(scope["method"], headers)
        started = time.perf_counter()
        if refused is not None:
            await answer.refuse(refused)
        else:
            await self._pass_on(scope, receive, answer)
        self._write_line(scope, answer.status, started)

    @staticmethod
    def _request_id(headers: dict[bytes, str]) -> str:
        given = headers.get(b"x-request-id", "")
        return given if _REQUEST_ID.fullmatch(given) else str(uuid4())

    @staticmethod
    def _why_not(method: str, headers: dict[bytes, str]) -> ApplicationError | None:
        if method in {"GET", "HEAD", "OPTIONS"}:
            return None
        kind = headers.get(b"content-type", "").split(";")[0].strip().lower()
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return TooLarge(TOO_MUCH)
        has_body = length != "0" or b"transfer-encoding" in headers
        if kind not in {"", "application/json"} or (kind == "" and has_body):
            return FilesNotTaken("Files cannot be sent here. Keep it and show it to a grown-up.")
        return None

    async def _pass_on(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self.app(scope, _Counted(receive), answer)
        except _TooMuch:
            await answer.refuse(TooLarge(TOO_MUCH))
        except Exception as error:  # noqa: BLE001  # the last net: answer plainly, log no words
            log.error(  # noqa: TRY400  # a traceback could carry a child's words
                "unexpected", service=self.service, **describe_error(error)
            )
            if not answer.begun:
                await answer.refuse(ApplicationError("Something went wrong. Nothing was saved."))

    def _write_line(self, scope: Scope, status: int, started: float) -> None:
        route = scope.get("route")
        log.info(
            "request",
            service=self.service,
            method=scope["method"],
            # the template of the address, never the address: codes and ids stay out of the log
            route=getattr(route, "path", "unknown"),
            status=status,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
            request_id=scope["state"]["request_id"],
        )


class _TooMuch(HTTPException):
    """The body went over the limit while it came; of this kind, since others become a 400."""

    def __init__(self) -> None:
        super().__init__(TooLarge.status, TOO_MUCH)


class _Counted:
    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.seen = 0

    async def __call__(self) -> Message:
        message = await self.receive()
        self.seen += len(message.get("body", b""))
        if self.seen > LARGEST_BODY:
            raise _TooMuch
        return message


class _Answer:
    """Watches what is sent: adds the request id, remembers the status."""

    def __init__(self, send: Send, request_id: str) -> None:
        self.send = send
        self.request_id = request_id
        self.begun = False
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            self.status = message["status"]
            known = {name.lower() for name, _ in message["headers"]}
            extra = [one for one in _NO_STORE if one[0] not in known]
            message["headers"] = [
                *message["headers"],
                *extra,
                (b"x-request-id", self.request_id.encode()),
            ]
        await self.send(message)

    async def refuse(self, error: ApplicationError) -> None:
        """Answer with the problem document of `error`."""
        document: dict[str, Any] = error.problem(self.request_id)
        body = json.dumps(document).encode()
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
        ]
        await self({"type": "http.response.start", "status": error.status, "headers": headers})
        await self({"type": "http.response.body", "body": body})
