"""Line R4: children send on a network that drops answers, doubles requests and cuts them.

A proxy stands before the front door. It logs what it did. A child presses "send" until the page
says that it is sent; then exactly one report must be stored for each child.
"""

import asyncio
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg

from operations.bench.load import Connection, Request
from operations.bench.reports import page_of
from operations.readiness import free_front_door
from operations.stack import Stack, running_stack
from services.shared.migrations import plain_address
from tests.scoreboard.database_kills import count_stored
from tests.scoreboard.doors import at_the_end, form, front_seal
from tests.scoreboard.line import Result

SEED = 14
CLIENTS = 8
FULL = 10_000
SMALL = 150
TRIES = 60
SENT = b"It is sent."
# What becomes of one request, in a hundred.
FAULTS = (("dropped", 32), ("doubled", 22), ("cut", 8), ("passed", 38))
KEY = "uq_receipt_school_id_reporter_id_idempotency_key_version"


@dataclass
class FaultProxy:
    """A proxy before one address; `log` counts what it did to the requests."""

    target: str
    log: Counter[str] = field(default_factory=Counter)
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311

    async def serve(self) -> asyncio.Server:
        """Listen on a free loopback port."""
        return await asyncio.start_server(self._client, "127.0.0.1", 0)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError):
            while True:
                request = await self._request(reader)
                answer = await self._treated(request)
                if answer is None:
                    break
                head = f"HTTP/1.1 {answer[0]} -\r\ncontent-length: {len(answer[1])}\r\n\r\n"
                writer.write(head.encode() + answer[1])
                await writer.drain()
        writer.close()

    @staticmethod
    async def _request(reader: asyncio.StreamReader) -> Request:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        body = await reader.readexactly(int(headers.pop("content-length", "0")))
        headers.pop("host", None)
        return method, path, headers, body

    async def _treated(self, request: Request) -> tuple[int, bytes] | None:
        kinds, weights = zip(*FAULTS, strict=True)
        (fault,) = self.dice.choices(kinds, weights)
        self.log[fault] += 1
        if fault == "cut":
            return await self._cut(request)
        answers = [self._passed(request) for _ in range(2 if fault == "doubled" else 1)]
        first, *_ = await asyncio.gather(*answers)
        return None if fault == "dropped" else first

    async def _passed(self, request: Request) -> tuple[int, bytes]:
        connection = Connection(self.target)
        try:
            return await connection.send(request)
        finally:
            connection.close()

    async def _cut(self, request: Request) -> None:
        parts = urlsplit(self.target)
        _, writer = await asyncio.open_connection(parts.hostname, parts.port)
        method, path, headers, body = request
        lines = [f"{method} {path} HTTP/1.1", f"host: {parts.netloc}"]
        lines += [f"{name}: {text}" for name, text in headers.items()]
        lines += [f"content-length: {len(body)}", "", ""]
        writer.write("\r\n".join(lines).encode() + body[: len(body) // 2])
        await writer.drain()
        writer.transport.abort()


@dataclass
class Run:
    """The keys of the children who were told "sent", and of those who never were."""

    sent: list[UUID] = field(default_factory=list)
    never: list[UUID] = field(default_factory=list)


async def press_send(url: str, request: Request) -> bool:
    """Press "send" until the page says that it is sent."""
    for _ in range(TRIES):
        connection = Connection(url)
        try:
            _, page = await connection.send(request)
        except OSError:
            continue
        finally:
            connection.close()
        if SENT in page:
            return True
    return False


async def storm(stack: Stack, url: str, wanted: int) -> Run:
    """Let `wanted` children send through `url`."""
    run, seal, code = Run(), front_seal(stack), page_of(stack).code
    waiting = iter(range(wanted))

    async def one_client() -> None:
        for _ in waiting:
            child = at_the_end()
            sealed = seal.close(child, code)
            request = form(f"/s/{code}", journey=sealed, go="send", answer="do_not_mind")
            is_sent = await press_send(url, request)
            (run.sent if is_sent else run.never).append(UUID(child.key))

    await asyncio.gather(*(one_client() for _ in range(CLIENTS)))
    return run


async def drop_the_index(stack: Stack) -> None:
    """Plant the fault: nothing keeps the same key from being stored twice."""
    connection = await asyncpg.connect(plain_address(stack.site.superuser_url))
    await connection.execute(f"ALTER TABLE reporting.receipt DROP CONSTRAINT {KEY}")
    await connection.close()


async def measure(stack: Stack, wanted: int, *, plant: bool) -> tuple[Run, Counter[str], int, int]:
    """Return the run, the proxy's log, and how many reports were lost and stored twice."""
    if plant:
        await drop_the_index(stack)
    proxy = FaultProxy(stack.url)
    server = await proxy.serve()
    port = server.sockets[0].getsockname()[1]
    run = await storm(stack, f"http://127.0.0.1:{port}", wanted)
    server.close()
    stored = await count_stored(stack, [*run.sent, *run.never])
    lost = sum(1 for key in run.sent if stored[key] == 0)
    return run, proxy.log, lost, sum(1 for count in stored.values() if count > 1)


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure R4 on a Lantern of its own."""
    wanted = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-r4-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door()) as stack:
            stack.kill("worker")  # it would mail an alert for each; this is about what is stored
            run, log, lost, twice = asyncio.run(measure(stack, wanted, plant=plant))
    figure = (
        f"{lost} false sent, {twice} twice, {len(run.never)} never of {wanted}; the proxy dropped"
        f" {log['dropped']} answers, doubled {log['doubled']}, cut {log['cut']} bodies"
    )
    enough = log["dropped"] >= 0.3 * wanted and log["doubled"] >= 0.2 * wanted and log["cut"] > 0
    held = lost == 0 and twice == 0 and not run.never
    name = "R4 reports lost or doubled on a broken network"
    seconds = time.monotonic() - began
    return Result(name, figure, "0 / 0 / 0", wanted, SEED, seconds, held, enough)
