"""`make bench`: speed and cost as ratios against the floor, in one run on one machine.

Nothing here judges a time; it prints. Ratios can be compared between machines, times cannot: the
one that has a limit (a large Lantern against a small one) makes the bench fail.
"""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from operations.bench import floor
from operations.bench.engine import measure_engine
from operations.bench.growth import measure_growth
from operations.bench.latency import measure_latency
from operations.bench.load import Figures, Request, run_load
from operations.bench.reports import WORDS, Page, ReportMaker, page_of
from operations.processes import Part, RunningPart, web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack

CLIENTS = (1, 8, 32)
SECONDS = 8
SETTLE_SECONDS = 1.0


def floor_request(page: Page) -> Request:
    """Return the bare handler's request: as many letters as a child's report."""
    body = {"school_id": page.school_id, "lane": page.lane, "account": (WORDS * 4)[:600]}
    headers = {"authorization": f"Bearer {page.token}", "content-type": "application/json"}
    return ("POST", "/floor", headers, json.dumps(body).encode())


def start_floor(stack: Stack, port: int) -> RunningPart:
    """Start the bare service on `port` with the stack's own settings."""
    plain = web_part("floor", "operations.bench.floor:create_app", port)
    part = RunningPart(Part("floor", plain.arguments), stack.environment, stack.site.home / "logs")
    part.start()
    stack.warden.tell("part", part.pid)
    return part


async def measure_intake(stack: Stack, floor_port: int) -> list[str]:
    """Measure pgbench, the bare handler and a whole child's report; return the lines to print."""
    page = page_of(stack)
    maker = ReportMaker(page)
    reporting = f"http://127.0.0.1:{ports_from(stack.site.port)['reporting']}"
    bare = floor_request(page)
    lines = []
    for clients in CLIENTS:
        alone = await floor.pgbench(stack.site.superuser_url, clients=clients, seconds=SECONDS)
        under = await run_load(
            f"http://127.0.0.1:{floor_port}", lambda: bare, clients=clients, seconds=SECONDS
        )
        whole = await run_load(reporting, lambda: maker.make()[1], clients=clients, seconds=SECONDS)
        lines += describe(clients, alone, under, whole)
        await asyncio.sleep(SETTLE_SECONDS)
    return lines


def describe(clients: int, alone: float, under: Figures, whole: Figures) -> list[str]:
    """Return the lines for one number of clients."""
    to_floor = whole.per_second / under.per_second if under.per_second else 0.0
    to_database = whole.per_second / alone if alone else 0.0
    return [
        f"{clients} clients",
        f"  pgbench, three inserts   {alone:8.0f}/s",
        f"  bare FastAPI + asyncpg   {under.line()}",
        f"  a child's whole report   {whole.line()}",
        f"  ratio to the bare handler {to_floor:.2f}, to pgbench {to_database:.3f}",
    ]


def main(words: Sequence[str]) -> int:
    """Run the bench on Lanterns of its own and print.

    Returns 1 where a request failed, or where a large Lantern answers slower than a small one.
    """
    del words
    grown = [measure_engine(), *measure_growth()]
    print("\n".join(grown), flush=True)
    with TemporaryDirectory(prefix="lantern-bench-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door()) as stack:
            for line in asyncio.run(measure_latency(stack)):
                print(line, flush=True)
            # The worker would mail every alert while intake is measured.
            stack.kill("worker")
            lines = measure_against_floor(stack)
    print("\n".join(lines))
    return 1 if any(is_bad(line) for line in [*grown, *lines]) else 0


def is_bad(line: str) -> bool:
    """Say whether a line tells of a request that failed or of a ratio that was missed."""
    has_failed = "failed" in line and not line.endswith("failed 0")
    return has_failed or line.endswith("missed")


def measure_against_floor(stack: Stack) -> list[str]:
    """Lay the floor beside the stack, measure both, and take the floor away."""
    asyncio.run(floor.lay(stack.site.superuser_url))
    port = max(ports_from(stack.site.port).values()) + 1
    part = start_floor(stack, port)
    try:
        asyncio.run(asyncio.sleep(SETTLE_SECONDS * 2))
        return asyncio.run(measure_intake(stack, port))
    finally:
        part.ask_to_end()
        part.wait_for_end()
        asyncio.run(floor.lift(stack.site.superuser_url))
