"""The demo's and the tests' catch-all SMTP server: it keeps every message and sends none on.

Listens on loopback only. Messages stand in `<home>/mail` as `.eml` files, and
`GET /messages` on the second port lists them as JSON, oldest first. Nothing can be deleted here.
"""

import asyncio
import json
import os
import sys
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from services.shared import clock

LARGEST_MESSAGE_BYTES = 1_000_000


class Post:
    """The folder of messages: puts each to disk before it is accepted."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, made if need be, readable by its owner only."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        self.folder = folder
        # a kept message never changes: each is read once
        self._described: dict[str, dict[str, Any]] = {}

    async def handle_DATA(  # noqa: N802  the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep one message; the answer 250 is given after it is on disk."""
        received_at = clock.now()
        head = f"X-Lantern-Received: {received_at.isoformat()}\r\n"
        head += f"X-Lantern-To: {', '.join(envelope.rcpt_tos)}\r\n"
        content = envelope.original_content or b""
        name = f"{received_at.strftime('%Y%m%dT%H%M%S%f')}-{uuid4().hex[:8]}"
        await asyncio.to_thread(self._keep, name, head.encode() + content)
        return "250 Message kept"

    def _keep(self, name: str, content: bytes) -> None:
        fresh = self.folder / f".{name}.new"
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / f"{name}.eml")

    def messages(self) -> list[dict[str, Any]]:
        """Return every message, oldest first."""
        return [self._seen(path) for path in sorted(self.folder.glob("*.eml"))]

    def _seen(self, path: Path) -> dict[str, Any]:
        if path.name not in self._described:
            self._described[path.name] = describe(path)
        return self._described[path.name]


def describe(path: Path) -> dict[str, Any]:
    """Return one kept message the way the read API shows it."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    body = message.get_body(("plain", "html"))
    return {
        "id": path.stem,
        "received_at": str(message["X-Lantern-Received"]),
        "to": [one.strip() for one in str(message["X-Lantern-To"]).split(",") if one.strip()],
        "from": str(message["From"] or ""),
        "subject": str(message["Subject"] or ""),
        "message_id": str(message["Message-ID"] or ""),
        "text": body.get_content() if body is not None else "",
        "headers": [[name, str(text)] for name, text in message.items()],
    }


def answer(status: HTTPStatus, content: object) -> bytes:
    """Return a whole HTTP answer with a JSON body."""
    body = json.dumps(content).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


class ReadApi:
    """GET /messages (all) and GET /health; everything else is refused."""

    def __init__(self, post: Post) -> None:
        """Read from `post`."""
        self.post = post

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close."""
        try:
            request = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
            writer.write(await self._answer(request))
            await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, OSError):
            pass  # the asker went away, or asked in a way no client does
        finally:
            writer.close()

    async def _answer(self, request: bytes) -> bytes:
        method, _, rest = request.partition(b" ")
        path = rest.partition(b" ")[0]
        if method != b"GET":
            return answer(HTTPStatus.METHOD_NOT_ALLOWED, {"title": "Messages can only be read."})
        if path == b"/messages":
            return answer(HTTPStatus.OK, {"items": await asyncio.to_thread(self.post.messages)})
        if path == b"/health":
            return answer(HTTPStatus.OK, {"service": "mailbox", "state": "ready"})
        return answer(HTTPStatus.NOT_FOUND, {"title": "Not found."})


async def serve(folder: Path, smtp_port: int, read_port: int) -> None:
    """Serve SMTP and the read API until cancelled."""
    post = Post(folder)

    def conversation() -> SMTP:
        return SMTP(post, data_size_limit=LARGEST_MESSAGE_BYTES, enable_SMTPUTF8=True)

    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(conversation, "127.0.0.1", smtp_port)
    api = await asyncio.start_server(ReadApi(post).hear, "127.0.0.1", read_port)
    async with smtp, api:
        await asyncio.gather(smtp.serve_forever(), api.serve_forever())


def main() -> None:
    """Serve the folder `<LANTERN_HOME>/mail` on the two ports given."""
    folder = Path(os.environ["LANTERN_HOME"]) / "mail"
    asyncio.run(serve(folder, int(sys.argv[1]), int(sys.argv[2])))


if __name__ == "__main__":
    main()
