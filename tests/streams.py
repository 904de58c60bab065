"""An open stream of a service over ASGI, read while it goes on."""

import asyncio
from typing import Any, Self


class Stream:
    """An open stream over ASGI: what comes is read while it goes on."""

    def __init__(self, app: Any, path: str, headers: dict[str, str]) -> None:
        self.app = app
        self.path = path
        self.headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self.sent: asyncio.Queue[bytes] = asyncio.Queue()
        self.status = 0
        self.gone = asyncio.Event()
        self.asked = False

    async def __aenter__(self) -> Self:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "GET",
            "path": self.path,
            "raw_path": self.path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": b"",
            "headers": self.headers,
            "client": ("127.0.0.1", 1),
            "server": ("service", 80),
        }
        self.task = asyncio.create_task(self.app(scope, self._receive, self._send))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.gone.set()
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _receive(self) -> dict[str, Any]:
        if not self.asked:
            self.asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("body"):
            self.sent.put_nowait(message["body"])

    async def next(self, seconds: float) -> bytes | None:
        """Return what comes within `seconds`, pings left out; None for silence."""
        try:
            while True:
                one = await asyncio.wait_for(self.sent.get(), seconds)
                if not one.startswith(b": ping"):
                    return one
        except TimeoutError:
            return None
