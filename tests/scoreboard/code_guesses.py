"""Line S4: a machine guesses three pictures at the child's page, from four networks.

How many guesses were looked at at all and how many hits that makes likely is printed; a child with
the right pictures comes from elsewhere all the while. Then the times of pictures that exist and of
some that do not are told apart, as well as they can be, from networks that are not slowed.
"""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from frontend.pupil.coming_back.pictures import NAMES
from operations.bench.load import Connection
from operations.bench.reports import ReportMaker, page_of
from operations.processes import web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.reporting.come_back.permissions import NETWORK_IN_TEN_MINUTES
from tests.scoreboard.doors import form, pictures_in
from tests.scoreboard.line import Result

SEED = 4
CLIENTS = 8
NETWORKS = ("203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4")
LIVE = 5
EVERY_CODE = 100 * 99 * 98
LONGEST_WAIT = 2.0
EVEN = (0.48, 0.52)
# How many guesses, and how many pairs of times.
FULL = (100_000, 5_000)
SMALL = (1_200, 40)
SAYS = {b"We do not know these": "looked at", b"That was a lot of tries": "refused"}
HITS = (b"We have it", b"read this")


@dataclass
class Seen:
    """What the guesses and the genuine child met."""

    answers: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    failed: int = 0
    existing: list[float] = field(default_factory=list)
    absent: list[float] = field(default_factory=list)

    @property
    def looked_at(self) -> int:
        """Return how many guesses were not refused by the limiter."""
        return self.answers["looked at"] + self.answers["hit"]

    @property
    def auc(self) -> float:
        """Return how often the time of an existing code is the longer one; 0.5 tells nothing."""
        times = sorted([(one, 1) for one in self.existing] + [(one, 0) for one in self.absent])
        ranks = sum(place for place, (_, exists) in enumerate(times, start=1) if exists)
        n, m = len(self.existing), len(self.absent)
        return (ranks - n * (n + 1) / 2) / (n * m)


class Guesser:
    """The child's page of one school, at which anybody may try three pictures."""

    def __init__(self, stack: Stack, code: str) -> None:
        self.url, self.path = stack.url, f"/come-back/{code}"
        self.dice = random.Random(SEED)  # noqa: S311  # a repeatable run, no secret

    async def look(self, connection: Connection, pictures: list[str], address: str) -> str:
        """Try three pictures from `address`; return what the page says."""
        tried = form(self.path, address, picked=pictures[:2], picture=pictures[2])
        _, page = await connection.send(tried)
        if any(one in page for one in HITS):
            return "hit"
        return next((said for words, said in SAYS.items() if words in page), "something else")

    def any_three(self) -> list[str]:
        """Return three pictures at random."""
        return self.dice.sample(sorted(NAMES), 3)


async def tell(stack: Stack) -> list[list[str]]:
    """Tell a few reports; return the pictures of each."""
    maker = ReportMaker(page_of(stack))
    connection = Connection(f"http://127.0.0.1:{ports_from(stack.site.port)['reporting']}")
    told = [pictures_in((await connection.send(maker.make()[1]))[1]) for _ in range(LIVE)]
    connection.close()
    return told


async def attack(guesser: Guesser, seen: Seen, guesses: int) -> None:
    """Guess from every network at once."""

    async def one_client(number: int) -> None:
        connection = Connection(guesser.url)
        for turn in range(number, guesses, CLIENTS):
            address = NETWORKS[turn % len(NETWORKS)]
            seen.answers[await guesser.look(connection, guesser.any_three(), address)] += 1
        connection.close()

    await asyncio.gather(*(one_client(number) for number in range(CLIENTS)))


async def come_back(guesser: Guesser, seen: Seen, codes: list[list[str]]) -> None:
    """Come back with the right pictures, from elsewhere, until the guessing ends."""
    connection = Connection(guesser.url)
    for turn in range(1_000_000):
        began = time.perf_counter()
        said = await guesser.look(connection, codes[turn % LIVE], f"198.51.100.{turn % 200 + 1}")
        seen.waits.append(time.perf_counter() - began)
        seen.failed += said != "hit"
        await asyncio.sleep(0.5)


async def compare(guesser: Guesser, seen: Seen, codes: list[list[str]], pairs: int) -> None:
    """Take the times of pictures that exist and of some that do not, in turns."""

    async def one_client(number: int) -> None:
        connection = Connection(guesser.url)
        for turn in range(number, pairs, CLIENTS):
            address = f"10.{turn // 65536 % 256}.{turn // 256 % 256}.{turn % 256}"
            both = [(codes[turn % LIVE], seen.existing), (guesser.any_three(), seen.absent)]
            guesser.dice.shuffle(both)
            for pictures, times in both:
                began = time.perf_counter()
                await guesser.look(connection, pictures, address)
                times.append(time.perf_counter() - began)
        connection.close()

    await asyncio.gather(*(one_client(number) for number in range(CLIENTS)))


async def measure(stack: Stack, sizes: tuple[int, int]) -> Seen:
    """Guess, come back meanwhile, then compare times."""
    seen, guesser = Seen(), Guesser(stack, page_of(stack).code)
    codes = await tell(stack)
    genuine = asyncio.create_task(come_back(guesser, seen, codes))
    await attack(guesser, seen, sizes[0])
    genuine.cancel()
    await asyncio.gather(genuine, return_exceptions=True)
    await compare(guesser, seen, codes, sizes[1])
    return seen


def plant_fault(stack: Stack) -> None:
    """Let reporting hash and look up before it counts, as if nobody counted."""
    port = ports_from(stack.site.port)["reporting"]
    stack.replace(web_part("reporting", "tests.scoreboard.plants:reporting_counts_no_tries", port))
    stack.wait_until_ready()


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure S4 on a Lantern of its own; at small n times are printed and not judged."""
    sizes = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-s4-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door()) as stack:
            if plant:
                plant_fault(stack)
            stack.kill("worker")
            seen = asyncio.run(measure(stack, sizes))
    return judge(seen, sizes, time.monotonic() - began, small=small)


def judge(seen: Seen, sizes: tuple[int, int], seconds: float, *, small: bool) -> Result:
    """Return the line's result; a guess that was under way when the limit was reached is let be."""
    most = len(NETWORKS) * (NETWORK_IN_TEN_MINUTES + CLIENTS)
    likely = seen.looked_at * LIVE / EVERY_CODE
    figure = (
        f"{seen.answers['hit']} hits, {seen.looked_at} looked at ({likely:.4f} hits likely),"
        f" {seen.answers['refused']} refused; genuine {seen.failed} failed of {len(seen.waits)},"
        f" longest {max(seen.waits):.2f} s; AUC {seen.auc:.3f}"
    )
    in_time = small or (max(seen.waits) <= LONGEST_WAIT and EVEN[0] <= seen.auc <= EVEN[1])
    held = seen.answers["hit"] == 0 and seen.looked_at <= most and seen.failed == 0 and in_time
    target = f"0 hits; at most {most} looked at; genuine <= 2 s; AUC 0.48-0.52"
    measured = seen.answers["something else"] == 0 and len(seen.waits) > 0
    name = "S4 come-back codes guessed"
    return Result(name, figure, target, sizes[0], SEED, seconds, held, measured)
