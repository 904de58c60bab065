"""Line N1: the mail server is down for five real minutes while children tell.

How many messages one report causes is counted before the outage; each of the reports sent during
it must cause as many, each Message-ID accepted once. What the server accepted is read from disk.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg

from operations.bench.latency import messages
from operations.bench.load import Connection
from operations.bench.reports import ReportMaker, page_of
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared.migrations import plain_address
from tests.scoreboard.line import Result

SEED = 0
# How many reports, how many seconds without a mail server, how long to wait afterwards.
FULL = (200, 300, 900)
SMALL = (6, 12, 150)
QUIET_SECONDS = 3.0
FORGET = "UPDATE notifications.delivery SET next_attempt_at = 'infinity' WHERE accepted_at IS NULL"


@dataclass(frozen=True)
class Seen:
    """What the mail server accepted: before the outage for one report, and because of it."""

    for_one: int
    wanted: int
    accepted: int
    twice: int


def post(stack: Stack) -> list[dict[str, Any]]:
    """Return what the mail server has accepted so far."""
    return messages(ports_from(stack.site.port)["mailbox"])


async def settled(stack: Stack, at_least: int, seconds: float) -> list[dict[str, Any]]:
    """Wait until `at_least` messages came and no more come; return them after `seconds` at most."""
    until = time.monotonic() + seconds
    count = -1
    while time.monotonic() < until:
        kept = await asyncio.to_thread(post, stack)
        if len(kept) >= at_least and len(kept) == count:
            return kept
        count = len(kept)
        await asyncio.sleep(QUIET_SECONDS)
    return await asyncio.to_thread(post, stack)


async def tell(stack: Stack, maker: ReportMaker, count: int, seconds: float) -> None:
    """Send `count` reports spread over `seconds`; each must be answered well."""
    connection = Connection(f"http://127.0.0.1:{ports_from(stack.site.port)['reporting']}")
    for _ in range(count):
        status, _body = await connection.send(maker.make()[1])
        if not 200 <= status < 300:
            message = f"a report was answered {status} although only the mail server was down"
            raise RuntimeError(message)
        await asyncio.sleep(seconds / count)
    connection.close()


async def forget_pending(stack: Stack) -> None:
    """Plant the fault: what failed once is never tried again."""
    connection = await asyncpg.connect(plain_address(stack.site.superuser_url))
    await connection.execute(FORGET)
    await connection.close()


async def measure(stack: Stack, sizes: tuple[int, int, int], *, plant: bool) -> Seen:
    """Run the outage; return what was seen."""
    reports, outage, patience = sizes
    maker = ReportMaker(page_of(stack))
    await tell(stack, maker, 1, 1.0)
    for_one = len(await settled(stack, 1, 60))
    await asyncio.to_thread(stack.kill, "mail")
    await tell(stack, maker, reports, outage)
    if plant:
        await forget_pending(stack)
    await asyncio.to_thread(stack.restart, "mail")
    await asyncio.sleep(QUIET_SECONDS)
    wanted = for_one * (reports + 1)
    kept = await settled(stack, wanted, 30 if plant else patience)
    ids = Counter(one["message_id"] for one in kept)
    return Seen(for_one, wanted, len(ids), sum(1 for count in ids.values() if count > 1))


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure N1 on a Lantern of its own; real minutes, nothing is moved."""
    sizes = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-n1-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door()) as stack:
            seen = asyncio.run(measure(stack, sizes, plant=plant))
    lost = seen.wanted - seen.accepted
    figure = f"{lost} lost, {seen.twice} twice of {seen.wanted} ({sizes[1]} s down, real)"
    name = "N1 notifications lost or twice over a mail outage"
    held = lost == 0 and seen.twice == 0
    seconds = time.monotonic() - began
    return Result(name, figure, "0 / 0", sizes[0], SEED, seconds, held, seen.for_one > 0)
