"""Line R1: the whole PostgreSQL is killed again and again while children tell.

An acknowledged report (an answer in the 200s) must be stored exactly once. A client repeats an
unanswered report with the same Idempotency-Key, as the child's page does.
"""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import asyncpg
import psutil

from operations.bench.load import Connection, Request
from operations.bench.reports import ReportMaker, page_of
from operations.postgres import EmbeddedPostgres
from operations.processes import web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared.migrations import plain_address
from tests.scoreboard.line import Result

SEED = 20261123
CLIENTS = 8
FULL = (20_000, 10)
SMALL = (600, 2)
# A report is stored when its receipt, concern, first version and case all are.
STORED = """
SELECT receipt.idempotency_key AS key FROM reporting.receipt
JOIN reporting.concern ON concern.id = receipt.concern_id
JOIN reporting.concern_revision ON concern_revision.concern_id = concern.id
JOIN reporting.case ON "case".id = concern.case_id
"""
RECOVERED = "database system was not properly shut down"


@dataclass
class Run:
    """What the clients and the killer saw."""

    wanted: int
    sent: int = 0
    open_now: int = 0
    acknowledged: list[UUID] = field(default_factory=list)
    unanswered: int = 0
    open_at_kill: list[int] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Say whether every report was sent."""
        return self.sent >= self.wanted


async def tell(connection: Connection, request: Request, run: Run) -> bool:
    """Send one report until it is answered; return False where no answer came in time."""
    for _ in range(600):
        run.open_now += 1
        try:
            status, _ = await connection.send(request)
        except OSError:
            status = 0
        finally:
            run.open_now -= 1
        if 200 <= status < 300:
            return True
        await asyncio.sleep(0.05)
    return False


async def one_child_after_another(url: str, maker: ReportMaker, run: Run) -> None:
    connection = Connection(url)
    while not run.done:
        run.sent += 1
        key, request = maker.make()
        if await tell(connection, request, run):
            run.acknowledged.append(key)
        else:
            run.unanswered += 1
    connection.close()


def kill_everything(postmaster: int) -> None:
    """SIGKILL the postmaster and every process it started: nothing is flushed, nobody is told."""
    head = psutil.Process(postmaster)
    everyone = [head, *head.children(recursive=True)]
    for one in everyone:
        one.kill()
    psutil.wait_procs(everyone, timeout=10)


async def wait_until(run: Run, sent: float) -> None:
    """Wait until so many were sent and a request is open at this very moment."""
    # Polling on purpose: an event would wake us after the request that set it.
    while run.sent < sent or run.open_now == 0:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def kill_while_open(server: EmbeddedPostgres, run: Run, kills: int) -> None:
    """Kill PostgreSQL `kills` times, spread over the run, each time with a request open."""
    dice = random.Random(SEED)  # noqa: S311  # a repeatable run, no secret
    for turn in range(kills):
        await wait_until(run, run.wanted * (turn + dice.uniform(0.2, 0.8)) / kills)
        run.open_at_kill.append(run.open_now)
        await asyncio.to_thread(kill_everything, server.pid())
        await asyncio.to_thread(server.start_again)


async def count_stored(stack: Stack, keys: list[UUID]) -> Counter[UUID]:
    """Return how often each key is stored."""
    connection = await asyncpg.connect(plain_address(stack.site.superuser_url))
    rows = await connection.fetch(STORED)
    await connection.close()
    wanted = {str(key) for key in keys}
    return Counter(UUID(row["key"]) for row in rows if row["key"] in wanted)


async def storm(stack: Stack, server: EmbeddedPostgres, wanted: int, kills: int) -> Run:
    """Run the clients and the killer together; return what they saw."""
    url = f"http://127.0.0.1:{ports_from(stack.site.port)['reporting']}"
    maker = ReportMaker(page_of(stack))
    run = Run(wanted)
    clients = [one_child_after_another(url, maker, run) for _ in range(CLIENTS)]
    await asyncio.gather(kill_while_open(server, run, kills), *clients)
    return run


def plant_fault(stack: Stack) -> None:
    """Let reporting answer before it commits."""
    port = ports_from(stack.site.port)["reporting"]
    factory = "tests.scoreboard.plants:reporting_commits_after_the_answer"
    stack.replace(web_part("reporting", factory, port))
    stack.wait_until_ready()


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure R1 on a Lantern of its own; with `plant` the commit comes after the answer."""
    wanted, kills = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-r1-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with running_stack(home, free_front_door()) as stack:
            server = EmbeddedPostgres(home)
            server.start()
            if plant:
                plant_fault(stack)
            # The worker would mail 20,000 alerts; this line is about what was acknowledged.
            stack.kill("worker")
            run = asyncio.run(storm(stack, server, wanted, kills))
            stored = asyncio.run(count_stored(stack, run.acknowledged))
            recoveries = (home / "postgres" / "log").read_text(errors="replace").count(RECOVERED)
    return judge(run, stored, recoveries, kills, time.monotonic() - began)


def judge(run: Run, stored: Counter[UUID], recoveries: int, kills: int, seconds: float) -> Result:
    """Return the line's result; a kill counts if a request was open and the log shows recovery."""
    lost = sum(1 for key in run.acknowledged if stored[key] == 0)
    twice = sum(1 for count in stored.values() if count > 1)
    counted = min(len([one for one in run.open_at_kill if one > 0]), recoveries)
    figure = (
        f"{lost} lost, {twice} twice of {len(run.acknowledged)} acknowledged;"
        f" {counted} kills, {run.unanswered} unanswered"
    )
    measured = counted >= kills and len(run.acknowledged) > 0
    held = lost == 0 and twice == 0 and run.unanswered == 0
    name = "R1 acknowledged reports lost or stored twice"
    return Result(name, figure, "0 / 0", run.wanted, SEED, seconds, held, measured)
