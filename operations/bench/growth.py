"""Whether the inbox and the case page cost more in a large Lantern than in a small one.

Two Lanterns of their own stand side by side and are asked by turns, so that whatever else the
machine does slows both alike. The school that is asked has as many cases in each.
"""

import asyncio
import random
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg

from operations.bench.copies import load_copies, read_pattern
from operations.bench.load import Connection, Request
from operations.bench.people import Person, ask, sign_in, token_for
from operations.bench.reports import ReportMaker, page_of
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared.encryption import Keyring
from services.shared.migrations import plain_address

EACH: Final = 1_000
SCHOOLS: Final = 100
ROUNDS: Final = 300
WARM_UP: Final = 30
AT_MOST: Final = 1.2
WHAT: Final = ("inbox", "case page")
TRIAGE: Final = {"severity": "high", "risk_area": "conduct", "kind": "bullying"}
ANSWERS: Final = {"crime_suspected": "no", "sexual_element": "no"}


@dataclass
class Place:
    """One Lantern: who reads there, which cases, and how long each answer took in seconds."""

    stack: Stack
    reader: Person
    cases: list[UUID]
    took: dict[str, list[float]] = field(default_factory=lambda: {one: [] for one in WHAT})
    failed: int = 0

    def requests(self, chance: random.Random) -> dict[str, Request]:
        """Return the next request of each sort; `headers` are added when it is sent."""
        case_id = chance.choice(self.cases)
        return {
            "inbox": ("GET", "/inbox", {}, b""),
            "case page": ("GET", f"/cases/{case_id}", {}, b""),
        }


def reporting_of(stack: Stack) -> str:
    """Return the address of a stack's reporting service."""
    return f"http://127.0.0.1:{ports_from(stack.site.port)['reporting']}"


async def make_place(stack: Stack, *, schools: int, each: int) -> Place:
    """Fill a fresh Lantern with copies of one case that was reported, triaged and worked on."""
    reader = sign_in(stack, role="dsl")
    await make_case(stack)
    # The alerts' ladder is not what is measured.
    stack.kill("worker")
    case_id = await asyncio.to_thread(work_on_case, stack, reader)
    secret = (stack.site.home / "secrets" / "master.key").read_text().strip()
    keyring = Keyring(bytes.fromhex(secret))
    connection = await asyncpg.connect(plain_address(stack.site.superuser_url))
    pattern = await read_pattern(connection, case_id, keyring)
    cases = await load_copies(connection, pattern, keyring, schools=schools, each=each)
    await connection.close()
    return Place(stack, reader, cases)


async def make_case(stack: Stack) -> None:
    """Send one child's report. Raises RuntimeError where it is not taken."""
    connection = Connection(reporting_of(stack))
    status, _ = await connection.send(ReportMaker(page_of(stack)).make()[1])
    connection.close()
    if status >= 300:  # noqa: PLR2004  # anything but "stored"
        message = f"the report to copy was answered {status}"
        raise RuntimeError(message)


def work_on_case(stack: Stack, reader: Person) -> UUID:
    """Triage the only case of the inbox, answer a little and take it; return its id."""
    bearer = f"Bearer {token_for(stack, reader, 'reporting')}"
    url = reporting_of(stack)
    case_id = ask(f"{url}/inbox", None, bearer)["items"][0]["case_id"]
    version = ask(f"{url}/cases/{case_id}", None, bearer)["version"]
    acts: list[tuple[str, dict[str, Any]]] = [("triage", dict(TRIAGE)), ("take", {})]
    acts += [
        ("answers", {"question": key, "reply": reply, "words": "Asked; it was not so."})
        for key, reply in ANSWERS.items()
    ]
    acts.append(("notes", {"text": "Spoke with her at lunch; she is calmer now."}))
    for act, body in acts:
        moved = ask(f"{url}/cases/{case_id}/{act}", {"version": version, **body}, bearer)
        version = moved["version"]
    return UUID(case_id)


async def ask_by_turns(places: tuple[Place, ...], rounds: int) -> None:
    """Ask every place for each page `rounds` times; whoever is first changes with each round."""
    chance = random.Random(7)  # noqa: S311  # chooses cases, guards nothing
    tokens = [token_for(one.stack, one.reader, "reporting") for one in places]
    connections = [Connection(reporting_of(one.stack)) for one in places]
    for number in range(rounds + WARM_UP):
        order = range(len(places)) if number % 2 else reversed(range(len(places)))
        for place in order:
            for what, request in places[place].requests(chance).items():
                took = await timed(connections[place], request, tokens[place])
                if number >= WARM_UP:
                    note(places[place], what, took)
    for one in connections:
        one.close()


async def timed(connection: Connection, request: Request, token: str) -> float | None:
    """Return the seconds until the whole answer was there; None where it was not 200."""
    method, path, _, body = request
    began = time.perf_counter()
    status, _ = await connection.send((method, path, {"authorization": f"Bearer {token}"}, body))
    return time.perf_counter() - began if status == 200 else None  # noqa: PLR2004  # the page


def note(place: Place, what: str, took: float | None) -> None:
    """Keep one figure."""
    if took is None:
        place.failed += 1
    else:
        place.took[what].append(took)


def describe(small: Place, large: Place, *, schools: int, each: int) -> list[str]:
    """Return the lines to print: both medians, their ratio, and whether it is held."""
    lines = [f"{each:,} cases in 1 school against {schools * each:,} in {schools}, by turns"]
    for what in WHAT:
        before, after = (median(one.took[what]) * 1000 for one in (small, large))
        ratio = after / before
        said = "held" if ratio <= AT_MOST else "missed"
        figures = f"p50 {before:6.1f} ms against {after:6.1f} ms  ratio {ratio:.2f}"
        lines.append(f"  {what:<10} {figures}, at most {AT_MOST}: {said}")
    return [*lines, f"  requests failed {small.failed + large.failed}"]


def measure_growth(schools: int = SCHOOLS, each: int = EACH, rounds: int = ROUNDS) -> list[str]:
    """Run two Lanterns, fill them, ask both by turns; return the lines to print."""
    with ExitStack() as ending:
        stacks = [ending.enter_context(_own_stack(ending)) for _ in ("small", "large")]
        small = asyncio.run(make_place(stacks[0], schools=1, each=each))
        large = asyncio.run(make_place(stacks[1], schools=schools, each=each))
        asyncio.run(ask_by_turns((small, large), rounds))
    return describe(small, large, schools=schools, each=each)


def _own_stack(ending: ExitStack) -> Any:
    folder = ending.enter_context(TemporaryDirectory(prefix=f"lantern-bench-{uuid4().hex[:6]}-"))
    Path(folder).chmod(0o755)
    return running_stack(Path(folder), free_front_door())
