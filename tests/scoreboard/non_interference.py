"""Line S1: an allegation changes nothing that the accused can reach.

Two schools are alike in everything and live through the same acts; in one of them somebody
reports the accused. Every address that the accused can ask (each GET of the services' own
OpenAPI and of the front end, each search), their mailbox and their live stream are compared after
a fixed normaliser: not one byte may differ. The same comparison for the DSL must differ.
"""

import asyncio
import itertools
import json
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID

import httpx

from frontend.main import STAFF
from frontend.web.session import SESSION_COOKIE
from operations.processes import web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from tests.scoreboard.line import Result
from tests.scoreboard.normaliser import FREE_HEADERS, normalised
from tests.scoreboard.random_staff import values_of
from tests.scoreboard.worlds import World, a_world, live_through, who_is_accused

SEED = 1
FULL = 200
SMALL = 2
LEAST_ADDRESSES = 150
SERVICES = ("accounts", "reporting", "notifications", "devices")
LIVE = "text/event-stream"  # it never ends: of these the answer's head is compared here
# Messages queued at one moment stand in the order of their random ids: no order is told there.
IN_ANY_ORDER = frozenset({"/deliveries/{case_id}", "/staff/cases/{case_id}/told"})
NOBODY = str(UUID(int=7))
LETTERS = "abcdehijlmnopqrstuwy"
_HOLE = re.compile(r"\{([a-z_]+)(?::[a-z]+)?\}")


@dataclass(frozen=True)
class Found:
    """What one person's view of two worlds showed."""

    addresses: int
    differing: tuple[str, ...]


@dataclass(frozen=True)
class Door:
    """One GET address: of which service, and its path with holes for ids."""

    service: str
    path: str


async def doors_of(stack: Stack, client: httpx.AsyncClient) -> list[Door]:
    """Return every GET of the services, from their own OpenAPI, and of the staff's site."""
    doors = [
        Door("frontend", route.path)
        for router in STAFF
        for route in router.routes
        if "GET" in getattr(route, "methods", ()) and getattr(route, "path", "")
    ]
    for service in SERVICES:
        port = ports_from(stack.site.port)[service]
        told = (await client.get(f"http://127.0.0.1:{port}/openapi.json")).json()
        doors += [Door(service, path) for path, acts in told["paths"].items() if "get" in acts]
    return doors


def filled(door: Door, world: World) -> list[str]:
    """Return the addresses of a door in one world: every hole with every id that fits."""
    holes = _HOLE.findall(door.path)
    choices = [world.ids.get(hole, [NOBODY]) for hole in holes]
    found = []
    for chosen in itertools.product(*choices):
        left = iter(chosen)
        found.append(_HOLE.sub(lambda _, left=left: next(left), door.path))  # type: ignore[misc]
    return found


def searches() -> Iterable[Door]:
    """Return searches for people: each pair of letters that begins one of their names, and more."""
    for first, second in itertools.islice(itertools.product(LETTERS, "aeiou"), 50):
        for path in ("/staff", "/pupils"):
            yield Door("accounts", f"{path}?search={first}{second}")


async def ask(world: World, who: str, service: str, address: str) -> str:
    """Return one answer, normalised: its state, its headers and all that it says."""
    member = world.staff[who]
    headers = {"Cookie": f"{SESSION_COOKIE}={member.session_secret}"}
    if service != "frontend":
        headers = member.bearer(service)
    asking = world.client.stream("GET", world.address(service, address), headers=headers)
    async with asking as answer:
        is_live = answer.headers.get("content-type", "").startswith(LIVE)
        content = b"" if is_live else await answer.aread()
    kept = sorted(
        f"{name}: {told}" for name, told in answer.headers.items() if name not in FREE_HEADERS
    )
    said = normalised("\n".join([str(answer.status_code), *kept]).encode())
    return f"{said}\n{normalised(content)}"


def _pieces(told: str) -> str:
    return "\n".join(sorted(re.split(r"(?<=[>}])", told)))


async def compared(doors: Sequence[Door], pair: tuple[World, World], who: str) -> Found:
    """Return how many addresses were asked in both worlds, and those that differ."""
    without, with_it = pair
    asked, differing = 0, []
    for door in doors:
        addresses = zip(filled(door, without), filled(door, with_it), strict=True)
        for one, other in addresses:
            asked += 1
            asking = asyncio.gather(
                ask(without, who, door.service, one), ask(with_it, who, door.service, other)
            )
            answers = [*await asking]
            if door.path in IN_ANY_ORDER:
                answers = [_pieces(told) for told in answers]
            if answers[0] != answers[1]:
                differing.append(f"{door.service} {door.path}")
    return Found(asked, tuple(differing))


async def mail_differs(pair: tuple[World, World], who: str, patience: float) -> list[str]:
    """Say whether somebody's mailbox tells the worlds apart once both have grown quiet."""
    until = time.monotonic() + patience
    while True:
        boxes = [await asyncio.to_thread(world.mail_of, who) for world in pair]
        first, second = ([normalised(one.encode()) for one in box] for box in boxes)
        if first == second or time.monotonic() > until:
            return [] if first == second else ["mailbox"]
        await asyncio.sleep(0.5)


async def one_pair(
    stack: Stack, client: httpx.AsyncClient, doors: Sequence[Door], accused: str
) -> tuple[Found, Found]:
    """Return what the accused and what the DSL can tell of a pair of worlds."""
    values = values_of(stack)
    pair = (await a_world(stack, client, values), await a_world(stack, client, values))
    for world, with_allegation in zip(pair, (False, True), strict=True):
        await live_through(world, accused, with_allegation=with_allegation)
    entitled = await compared(doors, pair, "dsl")
    told_apart = await mail_differs(pair, accused, 20)
    if pair[0].heard != pair[1].heard:
        told_apart.append("live stream")
    theirs = await compared(doors, pair, accused)
    return Found(theirs.addresses + 2, (*theirs.differing, *told_apart)), entitled


async def measure(stack: Stack, count: int) -> tuple[list[Found], int]:
    """Return what each accused could tell, and in how many pairs the DSL could tell nothing."""
    chance = Random(SEED)  # noqa: S311  # repeatable on purpose
    accused, blind = [], 0
    async with httpx.AsyncClient(timeout=30) as client:
        doors = [*await doors_of(stack, client), *searches()]
        for _ in range(count):
            theirs, entitled = await one_pair(stack, client, doors, who_is_accused(chance))
            accused.append(theirs)
            blind += not entitled.differing
    return accused, blind


def plant_fault(stack: Stack) -> None:
    """Let every answer of reporting carry how many reports by staff the school has had."""
    port = ports_from(stack.site.port)["reporting"]
    stack.replace(web_part("reporting", "tests.scoreboard.plants:reporting_counts_aloud", port))
    stack.wait_until_ready()


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure S1 on a Lantern of its own."""
    count = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-s1-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door(), demo_data=False) as stack:
            if plant:
                plant_fault(stack)
            accused, blind = asyncio.run(measure(stack, count))
    differing = [name for one in accused for name in one.differing]
    least = min(one.addresses for one in accused)
    figure = f"{len(differing)} of {sum(one.addresses for one in accused)} answers differ for the"
    figure += f" accused ({least} addresses a pair; the DSL saw no difference in {blind} pairs)"
    figure += f": {json.dumps(sorted(set(differing))[:4])}" if differing else ""
    name = "S1 what an allegation changes for the accused"
    measured = least >= LEAST_ADDRESSES and blind == 0
    seconds = time.monotonic() - began
    return Result(name, figure, "0", count, SEED, seconds, not differing, measured)
