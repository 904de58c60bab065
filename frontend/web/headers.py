"""Headers that every answer carries, whatever its status; pure ASGI, outermost."""

import uuid
from http import HTTPStatus

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from frontend.clients.http import request_id
from services.shared.logs import describe_error

log = structlog.get_logger()

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
EVERY_ANSWER = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Robots-Tag": "noindex, nofollow",
}
ONE_YEAR = "max-age=31536000"


class SecurityHeaders:
    """Adds the headers, names each request, and lets nothing but built files be kept."""

    def __init__(self, app: ASGIApp, *, over_https: bool) -> None:
        self.app = app
        self.over_https = over_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; dress the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = name
        request_id.set(name)

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                self._dress(headers, name)
                _say_what_may_be_kept(headers, scope["path"], message["status"])
            await send(message)

        try:
            await self.app(scope, receive, send_dressed)
        except Exception as error:  # noqa: BLE001 - the site has answered; log where, not what
            log.error("unexpected", request_id=name, **describe_error(error))  # noqa: TRY400

    def _dress(self, headers: MutableHeaders, name: str) -> None:
        headers.update(EVERY_ANSWER)
        headers["X-Request-Id"] = name
        if self.over_https:
            headers["Strict-Transport-Security"] = f"{ONE_YEAR}; includeSubDomains"


def _say_what_may_be_kept(headers: MutableHeaders, path: str, status: int) -> None:
    """Built files for good, since their names change with them; a page never."""
    if path.startswith("/static/") and status == HTTPStatus.OK:
        headers["Cache-Control"] = f"public, {ONE_YEAR}, immutable"
        return
    headers["Cache-Control"] = "no-store"
    headers.add_vary_header("HX-Request")
