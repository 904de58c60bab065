"""A local server that speaks the API of GOV.UK Notify, and can fail as it does."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

SERVICE = "11111111-1111-4111-8111-111111111111"
SECRET = "22222222-2222-4222-8222-222222222222"
API_KEY = f"lantern-{SERVICE}-{SECRET}"


@dataclass
class NotifyServer:
    """What came in; `mode` is take, 500, 400 or hang, `status` what is said of each message."""

    mode: str = "take"
    status: str = "sending"
    taken: list[dict[str, Any]] = field(default_factory=list)
    tries: int = 0
    url: str = ""

    def send(self, kind: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Take one message, or fail as `mode` says."""
        self.tries += 1
        if self.mode == "hang":
            time.sleep(3)
        if self.mode in {"500", "400"}:
            error = {"error": "ValidationError", "message": "no"}
            return int(self.mode), {"status_code": int(self.mode), "errors": [error]}
        known = {"id": str(uuid4()), "kind": kind, "at": time.monotonic(), **body}
        self.taken.append(known)
        return 201, {"id": known["id"], "reference": body.get("reference")}

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        """Say what became of a message, or list those of a reference."""
        parts = urlsplit(path)
        wanted = parse_qs(parts.query).get("reference")
        if wanted:
            found = [{"id": one["id"]} for one in self.taken if one["reference"] in wanted]
            return 200, {"notifications": found, "links": {}}
        return 200, {"id": parts.path.rsplit("/", 1)[-1], "status": self.status}

    def addresses(self) -> list[str]:
        """Return to whom messages went."""
        return sorted(one.get("email_address") or one["phone_number"] for one in self.taken)


def _handler(server: NotifyServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(size))
            self._reply(*server.send(self.path.rsplit("/", 1)[-1], body))

        def do_GET(self) -> None:
            self._reply(*server.answer(self.path))

        def _reply(self, status: int, body: dict[str, Any]) -> None:
            token = self.headers["Authorization"].removeprefix("Bearer ")
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], issuer=SERVICE)
            assert claims["iss"] == SERVICE
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    return Handler


@contextmanager
def running_notify() -> Iterator[NotifyServer]:
    """Run the server on loopback while the block runs."""
    server = NotifyServer()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    listening.daemon_threads = True
    server.url = f"http://127.0.0.1:{listening.server_address[1]}"
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield server
    listening.shutdown()
    listening.server_close()
    thread.join(5)
