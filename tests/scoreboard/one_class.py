"""Line R5: a class of thirty tells within ten seconds from one address while 200 colleagues read.

Nobody may be refused: a limiter that counts by address would send most of a class away.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

import pyotp

from operations.bench.load import Connection, Request
from operations.bench.people import ask
from operations.bench.reports import page_of
from operations.processes import web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared import clock
from tests.scoreboard.doors import form, journey_in
from tests.scoreboard.line import Result

SEED = 5
CHILDREN = 30
WITHIN_SECONDS = 10.0
READS_EVERY = 5.0
ONE_ADDRESS = "203.0.113.9"
SLOWEST = 1.0
# How many colleagues read, and how many of them sign in: each reads on several tablets.
FULL = (200, 50)
SMALL = (40, 4)
TAPS: tuple[dict[str, str], ...] = (
    {"answer": "little"},
    {"answer": "yes"},
    {"answer": "unkind"},
    {"answer": "do_not_mind", "about": "no", "go": "send"},
)


@dataclass
class Seen:
    """What everybody met: refusals, and the seconds of each request."""

    told: int = 0
    refused: list[str] = field(default_factory=list)
    children: list[float] = field(default_factory=list)
    staff: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """Return the seconds that 95 in a hundred requests stay under."""
        return quantiles(self.children + self.staff, n=100)[94]


async def timed(connection: Connection, request: Request, seen: Seen, times: list[float]) -> bytes:
    """Send one request; note how long it took, and a refusal."""
    began = time.perf_counter()
    status, page = await connection.send(request)
    times.append(time.perf_counter() - began)
    if status >= 300:  # every page here is answered with 200
        seen.refused.append(f"{request[0]} {request[1]} {status}")
    return page


async def one_child(stack: Stack, code: str, seen: Seen, after: float) -> None:
    """Tell from the first page to the last."""
    await asyncio.sleep(after)
    connection, path = Connection(stack.url), f"/s/{code}"
    start: Request = ("GET", path, {"x-forwarded-for": ONE_ADDRESS}, b"")
    page = await timed(connection, start, seen, seen.children)
    for tap in TAPS:
        if b'name="journey"' not in page:
            break
        request = form(path, ONE_ADDRESS, journey=journey_in(page), **tap)
        page = await timed(connection, request, seen, seen.children)
    seen.told += b"It is sent." in page
    connection.close()


async def one_colleague(stack: Stack, session: str, seen: Seen, after: float) -> None:
    """Open the first page and the list of one's own reports in turns, every few seconds."""
    await asyncio.sleep(after)
    connection, ends = Connection(stack.url), time.perf_counter() + WITHIN_SECONDS - after
    pages = ("/staff", "/staff/my-reports")
    for turn in range(100):
        if time.perf_counter() >= ends:
            break
        request: Request = ("GET", pages[turn % 2], {"cookie": f"__Host-lantern={session}"}, b"")
        await timed(connection, request, seen, seen.staff)
        connection.close()  # a browser lets go of a quiet connection too
        await asyncio.sleep(READS_EVERY)


def sessions_of(stack: Stack, how_many: int) -> list[str]:
    """Sign demo people in, each once; return their sessions."""
    told: list[dict[str, Any]] = json.loads(stack.run_verb("sign-ins", "--json"))["people"]
    accounts = f"http://127.0.0.1:{ports_from(stack.site.port)['accounts']}"
    return [
        ask(
            f"{accounts}/sessions",
            {
                "user_name": who["user_name"],
                "password": who["password"],
                "totp": pyotp.TOTP(who["totp_secret"]).at(clock.now()),
            },
        )["session"]
        for who in told[:how_many]
    ]


async def measure(stack: Stack, code: str, readers: int, sessions: list[str]) -> Seen:
    """Let the class tell while the colleagues read."""
    seen = Seen()
    dice = random.Random(SEED)  # noqa: S311  # a repeatable run, no secret
    last_start = WITHIN_SECONDS * 0.8
    children = [one_child(stack, code, seen, dice.uniform(0, last_start)) for _ in range(CHILDREN)]
    colleagues = [
        one_colleague(stack, sessions[at % len(sessions)], seen, dice.uniform(0, READS_EVERY))
        for at in range(readers)
    ]
    await asyncio.gather(*children, *colleagues)
    return seen


def plant_fault(stack: Stack) -> None:
    """Let the front end take five forms an hour from one address."""
    port = ports_from(stack.site.port)["frontend"]
    stack.replace(web_part("frontend", "tests.scoreboard.plants:frontend_takes_five_an_hour", port))
    stack.wait_until_ready()


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure R5 on a Lantern of its own; at small n times are printed and not judged."""
    readers, people = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-r5-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door()) as stack:
            if plant:
                plant_fault(stack)
            code, sessions = page_of(stack).code, sessions_of(stack, people)
            seen = asyncio.run(measure(stack, code, readers, sessions))
    figure = (
        f"{len(seen.refused)} refused, {seen.told} of {CHILDREN} told, p95 {seen.p95:.2f} s"
        f" ({len(seen.staff)} pages read by {readers} on {len(sessions)} sessions)"
    )
    held = not seen.refused and seen.told == CHILDREN and (small or seen.p95 <= SLOWEST)
    name = "R5 a class from one address refused or kept waiting"
    seconds = time.monotonic() - began
    target = f"0 / {CHILDREN} / <= {SLOWEST} s"
    return Result(name, figure, target, CHILDREN, SEED, seconds, held, len(seen.staff) > 0)
