"""Line S5: random staffs and conflicts; nobody it is about reads or is told, and somebody is.

Each graph is a school of its own: the head may be the DSL, somebody may be away, only two may be
left, two may share a mailbox. One report goes in over HTTP; who reads is asked of the inbox of
each person, who was told is read from what the mail server accepted.
"""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import httpx

from operations.bench.latency import messages
from operations.environment import DATABASE_ROLES, role_url
from operations.processes import web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared import clock
from tests.factories import ASchool, AStaffMember, a_school, a_staff_member
from tests.scoreboard.line import Result

SEED = 5
# How many graphs, and how long to wait for their messages.
FULL = (1000, 900)
SMALL = (16, 90)
RECIPIENTS = frozenset({"dsl", "ddsl", "head", "chair"})
LEAST_IN_CONFLICT = 0.3  # the share of graphs whose subject holds a recipient's role
POLL_SECONDS = 2.0


@dataclass
class Graph:
    """One school's people, whom the report is about, and what became of it."""

    school: ASchool
    people: list[AStaffMember]
    subject: AStaffMember
    reporter: AStaffMember
    is_chosen: bool  # from the list; otherwise the name stands in the words
    ring: str = ""
    readers: set[str] = field(default_factory=set)

    @property
    def shut_out(self) -> set[str]:
        """Return the addresses of the subject and of whoever shares their mailbox."""
        return {self.subject.email}

    def may_know(self) -> set[str]:
        """Return the addresses of everybody else."""
        return {one.email for one in self.people} - self.shut_out


def roles_of(chance: Random) -> list[tuple[str, ...]]:
    """Return the roles of each person of a random school; the first two are always there."""
    if chance.random() < 0.15:  # only two are left
        few: list[tuple[str, ...]] = [("head", "dsl"), ("teacher",)]
        return few + ([("chair",)] if chance.random() < 0.5 else [])
    leading: list[tuple[str, ...]] = (
        [("head", "dsl")] if chance.random() < 0.5 else [("head",), ("dsl",)]
    )
    deputies: list[tuple[str, ...]] = [
        chance.choice([("ddsl",), ("ddsl", "teacher")]) for _ in range(chance.randrange(3))
    ]
    chairs: list[tuple[str, ...]] = [("chair",)] if chance.random() < 0.9 else []
    return [*leading, ("teacher",), *deputies, *chairs, ("office",)]


async def a_graph(values: dict[str, Any], chance: Random) -> Graph:
    """Make a school with random people and choose whom the report is about."""
    school = await a_school(values, profile=chance.choice(["downs", "abingdon", "default"]))
    roles = roles_of(chance)
    boxes = [f"s5-{uuid4().hex[:12]}@school.example" for _ in roles]
    if chance.random() < 0.25:
        one, other = chance.sample(range(len(roles)), 2)
        boxes[one] = boxes[other]
    people = [
        await a_staff_member(school, *held, email=box)
        for held, box in zip(roles, boxes, strict=True)
    ]
    in_conflict = [one for one in people if RECIPIENTS & set(one.roles)]
    subject = chance.choice(in_conflict if chance.random() < 0.5 else people)
    reporter = chance.choice([one for one in people if one is not subject])
    return Graph(school, people, subject, reporter, is_chosen=chance.random() < 0.85)


async def mark_somebody_away(house: "House", graph: Graph, chance: Random) -> None:
    """Let a recipient other than the head be away today, in one school of five."""
    others = [one for one in graph.people[1:] if RECIPIENTS & set(one.roles)]
    if not others or chance.random() >= 0.2:
        return
    today = clock.now().date().isoformat()
    who = chance.choice(others)
    body = {"person_id": str(who.id), "first_on": today, "last_on": today}
    await house.post("accounts", graph.people[0], "/absences", body)


@dataclass
class House:
    """The services of a running Lantern, as a member of staff talks to them."""

    stack: Stack
    client: httpx.AsyncClient

    def _address(self, service: str, path: str) -> str:
        return f"http://127.0.0.1:{ports_from(self.stack.site.port)[service]}{path}"

    async def post(self, service: str, who: AStaffMember, path: str, body: Any) -> Any:
        """Return the answer to a POST that must go well."""
        headers = who.bearer(service) | {"Idempotency-Key": str(uuid4())}
        answer = await self.client.post(self._address(service, path), json=body, headers=headers)
        answer.raise_for_status()
        return answer.json()

    async def get(self, service: str, who: AStaffMember, path: str) -> Any:
        """Return the answer to a GET that must go well."""
        answer = await self.client.get(self._address(service, path), headers=who.bearer(service))
        answer.raise_for_status()
        return answer.json()

    async def report(self, graph: Graph) -> None:
        """Send the report of a graph and ask everybody's inbox who reads it."""
        name = "" if graph.is_chosen else f" It was {graph.subject.display_name}."
        body = {
            "unknown_child": True,
            "happened": f"Messages to a child, late in the evening.{name}",
            "concern_type": "conduct",
            "kind": "staff_concern",
            "danger_now": "no",
            "about_adult": "yes",
            "subject_person_id": str(graph.subject.id) if graph.is_chosen else None,
        }
        taken = await self.post("reporting", graph.reporter, "/staff-reports", body)
        graph.ring = (taken["ring"] or {}).get("phone", "")
        for one in graph.people:
            if (await self.get("reporting", one, "/inbox"))["items"]:
                graph.readers.add(one.email)


def values_of(stack: Stack) -> dict[str, Any]:
    """Return what the factories need to make schools in the stack's own database."""
    owner = role_url(stack.site.superuser_url, DATABASE_ROLES["OWNER"])
    return {"owner_database_url": owner, "secrets_dir": stack.site.home / "secrets"}


def told_of(stack: Stack) -> set[str]:
    """Return every address for which the mail server has accepted a message."""
    kept = messages(ports_from(stack.site.port)["mailbox"])
    return {to for one in kept for to in one["to"]}


async def settled(stack: Stack, graphs: Iterable[Graph], seconds: float) -> set[str]:
    """Wait until each school that has somebody was told, and no more messages come."""
    waiting = [one.may_know() for one in graphs if not one.ring]
    until, before = time.monotonic() + seconds, -1
    while True:
        told = await asyncio.to_thread(told_of, stack)
        is_quiet = len(told) == before and all(people & told for people in waiting)
        if is_quiet or time.monotonic() > until:
            return told
        before = len(told)
        await asyncio.sleep(POLL_SECONDS)


async def measure(stack: Stack, sizes: tuple[int, int]) -> tuple[list[Graph], set[str]]:
    """Make the graphs, report in each; return them and whose mail was accepted."""
    count, patience = sizes
    chance = Random(SEED)  # noqa: S311  # repeatable on purpose
    values = values_of(stack)
    graphs = []
    async with httpx.AsyncClient(timeout=30) as client:
        house = House(stack, client)
        for _ in range(count):
            graph = await a_graph(values, chance)
            await mark_somebody_away(house, graph, chance)
            await house.report(graph)
            graphs.append(graph)
        return graphs, await settled(stack, graphs, patience)


def plant_fault(stack: Stack) -> None:
    """Let reporting forget, while it works out who reads, whom the report is about."""
    factory = "tests.scoreboard.plants:reporting_forgets_whom_it_is_about"
    stack.replace(web_part("reporting", factory, ports_from(stack.site.port)["reporting"]))
    stack.wait_until_ready()


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure S5 on a Lantern of its own."""
    sizes = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-s5-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door(), demo_data=False) as stack:
            if plant:
                plant_fault(stack)
            graphs, told = asyncio.run(measure(stack, sizes))
    return _judged(graphs, told, sizes[0], time.monotonic() - began)


def _judged(graphs: list[Graph], told: set[str], count: int, seconds: float) -> Result:
    readers = sum(1 for one in graphs if one.shut_out & one.readers)
    recipients = sum(1 for one in graphs if one.shut_out & told)
    untold = sum(1 for one in graphs if not one.ring and not one.may_know() & told)
    rung = sum(1 for one in graphs if one.ring)
    conflicts = sum(1 for one in graphs if RECIPIENTS & set(one.subject.roles))
    figure = (
        f"{readers} read, {recipients} were told although it is about them, {untold} cases told"
        f" nobody ({conflicts} subjects hold a recipient's role, {rung} reporters got the number)"
    )
    held = readers == recipients == untold == 0
    measured = conflicts >= LEAST_IN_CONFLICT * len(graphs) and rung < len(graphs)
    name = "S5 subjects among readers or recipients, cases with nobody told"
    return Result(name, figure, "0 / 0 / 0", count, SEED, seconds, held, measured)
