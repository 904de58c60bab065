"""From a child's "send" to the safeguarding lead's open screen, and to the mail server's 250."""

import asyncio
import json
import time
import urllib.request
from contextlib import suppress
from datetime import datetime
from statistics import median, quantiles
from typing import Any

from operations.bench.load import Connection
from operations.bench.people import sign_in, token_for
from operations.bench.reports import ReportMaker, page_of
from operations.readiness import ports_from
from operations.stack import Stack
from services.shared import clock

REPORTS = 40
MAIL_WAIT_SECONDS = 30.0


class Screen:
    """An open inbox: reporting's stream of "something changed"."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.changed = asyncio.Event()

    async def watch(self) -> None:
        """Read the stream until cancelled; set `changed` with every event."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            "GET /inbox/changes HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n"
            f"authorization: Bearer {self.token}\r\n\r\n"
        )
        writer.write(head.encode())
        async for line in reader:
            if line.strip().startswith(b"event: changed"):
                self.changed.set()


def messages(port: int) -> list[dict[str, Any]]:
    """Return every message that the mailbox accepted."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/messages", timeout=10) as answer:
        told = json.load(answer)
    kept: list[dict[str, Any]] = told["items"]
    return kept


async def tell_once(maker: ReportMaker, connection: Connection, screen: Screen) -> float:
    """Send one report; return the seconds until the open screen was told."""
    screen.changed.clear()
    began = time.perf_counter()
    status, _ = await connection.send(maker.make()[1])
    if not 200 <= status < 300:  # noqa: PLR2004  # the answers that mean "stored"
        message = f"a report was answered {status}; latency cannot be measured"
        raise RuntimeError(message)
    await asyncio.wait_for(screen.changed.wait(), 10)
    return time.perf_counter() - began


async def accepted_after(mailbox: int, sent_at: datetime, before: int) -> float | None:
    """Return the seconds from `sent_at` to the first message accepted since; None for none."""
    until = time.monotonic() + MAIL_WAIT_SECONDS
    while time.monotonic() < until:
        fresh = (await asyncio.to_thread(messages, mailbox))[before:]
        if fresh:
            moments = [datetime.fromisoformat(one["received_at"]) for one in fresh]
            return (min(moments) - sent_at).total_seconds()
        await asyncio.sleep(0.05)
    return None


async def quiet(mailbox: int) -> int:
    """Wait until no further message comes for a second; return how many there are."""
    count = -1
    while (now := len(await asyncio.to_thread(messages, mailbox))) != count:
        count = now
        await asyncio.sleep(1.0)
    return count


async def measure_latency(stack: Stack) -> list[str]:
    """Return the lines to print: to the screen, and to the mail server."""
    ports = ports_from(stack.site.port)
    person = sign_in(stack, role="dsl")
    screen = Screen(ports["reporting"], token_for(stack, person, "reporting"))
    watching = asyncio.create_task(screen.watch())
    connection = Connection(f"http://127.0.0.1:{ports['reporting']}")
    maker = ReportMaker(page_of(stack))
    await asyncio.sleep(1.0)
    to_screen, to_mail = [], []
    for _ in range(REPORTS):
        before = await quiet(ports["mailbox"])
        sent_at = clock.now()
        to_screen.append(await tell_once(maker, connection, screen))
        accepted = await accepted_after(ports["mailbox"], sent_at, before)
        if accepted is not None:
            to_mail.append(accepted)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    return [spread("send to the open screen", to_screen), spread("send to SMTP 250", to_mail)]


def spread(what: str, seconds: list[float]) -> str:
    """Return count, median and 95 % of a list of seconds as one line, in milliseconds."""
    if len(seconds) < 2:  # noqa: PLR2004  # quantiles needs two
        return f"{what}: not measured ({len(seconds)} of {REPORTS} arrived)"
    high = quantiles(seconds, n=20)[18]
    return (
        f"{what:<26} n {len(seconds)} of {REPORTS}"
        f"  p50 {median(seconds) * 1000:.0f} ms  p95 {high * 1000:.0f} ms"
    )
