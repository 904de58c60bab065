"""Line P2: random families; nobody who is barred, or shares a channel with one, gets a message.

Each graph is a child with one to four adults of whom some are barred and some share a telephone
or a mailbox. The lead answers for each adult; only a "no" may bring them a message. In the races
the messages are queued while the mail server is away, and then a bar is placed, on the adult or on
whoever shares their channel, or the answer is taken back, before the mail server is there again.
Who must and who must not be written to is worked out here, from the graph alone. Postal addresses
are no channel of the product: it writes no letters.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import asyncpg
import httpx

from operations.processes import Part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared import clock
from services.shared.migrations import plain_address
from tests.factories import (
    ASchool,
    AStaffMember,
    a_pupil,
    a_school,
    a_staff_member,
)
from tests.scoreboard.line import Result
from tests.scoreboard.random_families import Adult, Family, a_family, still_wanted
from tests.scoreboard.random_staff import values_of

SEED = 2
BATCH = 12  # families in one case
SUBJECT = "A message from school"


@dataclass(frozen=True)
class Size:
    """How many graphs and races, and how long to wait for the messages of each part."""

    graphs: int
    races: int
    patience: float


FULL = Size(10_000, 1_000, 1_800)
SMALL = Size(36, 24, 60)


@dataclass
class Seen:
    """What went wrong while asking, and what must have left."""

    wanted: Counter[str] = field(default_factory=Counter)
    released: int = 0
    let_through: int = 0  # released to somebody who may not hear
    held_up: int = 0  # refused although nothing forbids it
    refused: int = 0
    races: Counter[str] = field(default_factory=Counter)


@dataclass
class Town:
    """One school in a running Lantern, and its lead."""

    stack: Stack
    client: httpx.AsyncClient
    school: ASchool
    lead: AStaffMember

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{ports_from(self.stack.site.port)['reporting']}{path}"

    async def ask(self, path: str, body: Any = None) -> httpx.Response:
        """Ask reporting as the lead."""
        headers = self.lead.bearer("reporting") | {"Idempotency-Key": str(uuid4())}
        method = "GET" if body is None else "POST"
        return await self.client.request(method, self._url(path), json=body, headers=headers)

    async def a_case(self, families: list[Family]) -> tuple[str, int]:
        """Enter the families and open a triaged case about their children."""
        for family in families:
            family.child = await a_pupil(self.school, guardians=family.asked())
            for one, person_id in zip(family.adults, family.child.guardian_ids, strict=True):
                one.person_id = person_id
        children = [str(one.child.id) for one in families if one.child]
        report = {
            "pupil_ids": children[:1],
            "happened": "They write unkind things in a group.",
            "concern_type": "conduct",
            "kind": "bullying",
            "danger_now": "no",
            "about_adult": "no",
        }
        sent = (await self.ask("/staff-reports", report)).raise_for_status().json()
        case_id = await self._case_of(sent["reference"])
        kind = {"severity": "high", "risk_area": "conduct", "kind": "bullying"}
        body = {"version": 0, "pupil_ids": children, **kind}
        moved = (await self.ask(f"/cases/{case_id}/triage", body)).raise_for_status().json()
        return case_id, int(moved["version"])

    async def _case_of(self, reference: str) -> str:
        sql = "SELECT case_id FROM reporting.case_summary WHERE reference = $1 AND school_id = $2"
        ((found,),) = await self.rows(sql, reference, self.school.id)
        return str(found)

    async def decide(
        self, case: tuple[str, int], family: Family, adult: Adult, answer: str
    ) -> tuple[int, bool, int]:
        """Answer about one adult; return the status, whether they are told, the new version."""
        assert family.child is not None
        body = {
            "version": case[1],
            "pupil_id": str(family.child.id),
            "guardian_id": str(adult.person_id),
            "would_telling_put_child_at_risk": answer,
            "reason": "I asked the child.",
            "review_on": (clock.now() + timedelta(days=7)).date().isoformat(),
            "template": "general",
        }
        response = await self.ask(f"/cases/{case[0]}/parents", body)
        if response.status_code not in {201, 409}:
            response.raise_for_status()
        told = response.json() if response.is_success else {}
        return response.status_code, bool(told.get("notice_id")), int(told.get("version", case[1]))

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        """Look into the database, or change the roster in it, as its superuser."""
        connection = await asyncpg.connect(plain_address(self.stack.site.superuser_url))
        try:
            return list(await connection.fetch(sql, *values))
        finally:
            await connection.close()


async def answer_all(town: Town, families: list[Family], seen: Seen) -> tuple[str, int]:
    """Let the lead answer for every adult of these families; return their case."""
    case = await town.a_case(families)
    for family in families:
        for adult in family.adults:
            if not adult.answer:
                continue
            status, adult.is_released, version = await town.decide(
                case, family, adult, adult.answer
            )
            case = (case[0], version)
            count_answer(family, adult, status, seen)
    return case


def count_answer(family: Family, adult: Adult, status: int, seen: Seen) -> None:
    """Compare what the product did with what the graph says."""
    is_wanted = adult.answer == "no" and family.may_hear(adult)
    seen.released += adult.is_released
    seen.let_through += adult.is_released and not is_wanted
    seen.held_up += is_wanted and not adult.is_released
    seen.refused += status == 409
    if adult.is_released and is_wanted:
        seen.wanted[adult.email] += 1


async def race(town: Town, case: tuple[str, int], family: Family, chance: Random) -> str:
    """Between queueing and sending: bar somebody, or take the answer back; say what was done."""
    told = [one for one in family.adults if one.is_released]
    adult = chance.choice(told)
    sharing = [
        one
        for one in family.adults
        if one is not adult and {one.email, one.phone} & {adult.email, adult.phone}
    ]
    act = chance.choice(("bar", "share" if sharing else "bar", "take back", "nothing"))
    if act == "take back":
        await town.decide(case, family, adult, "not_sure")
        adult.answer, family.is_taken_back = "not_sure", True
    elif act != "nothing":
        barred = chance.choice(sharing) if act == "share" else adult
        barred.barred = True
        await town.rows(
            "UPDATE accounts.guardianship SET is_barred = true, may_collect = false"
            " WHERE person_id = $1",
            barred.person_id,
        )
    return act


async def settled(town: Town, how_many: int, patience: float, *, are_open: bool = False) -> None:
    """Wait until all that was released has left or was stopped, or waits for the mail server."""
    until = time.monotonic() + patience
    sql = (
        "SELECT count(*) AS all, count(*) FILTER (WHERE next_attempt_at IS NOT NULL) AS open"
        " FROM notifications.delivery WHERE purpose = 'device_notice' AND channel = 'email'"
    )
    while time.monotonic() < until:
        (row,) = await town.rows(sql)
        if row["all"] >= how_many and (are_open or not row["open"]):
            return
        await asyncio.sleep(0.5)


async def measure(stack: Stack, size: Size) -> Seen:
    """Answer for every graph while mail works, then run the races while it does not."""
    chance, seen = Random(SEED), Seen()  # noqa: S311  # repeatable on purpose
    school = await a_school(values_of(stack))
    lead = await a_staff_member(school, "dsl")
    async with httpx.AsyncClient(timeout=30) as client:
        town = Town(stack, client, school, lead)
        for start in range(0, size.graphs, BATCH):
            count = min(BATCH, size.graphs - start)
            await answer_all(town, [a_family(chance) for _ in range(count)], seen)
        await settled(town, seen.released, size.patience)
        stack.kill("mail")
        await run_races(town, size, chance, seen)
        stack.restart("mail")
        await settled(town, seen.released, size.patience)
    return seen


async def run_races(town: Town, size: Size, chance: Random, seen: Seen) -> None:
    """Queue messages, and place the bars only once all of them wait."""
    before, run = seen.wanted.copy(), []
    for _ in range(0, size.races, BATCH):
        families = [a_family(chance, barred=0.0) for _ in range(BATCH)]
        for family in families:
            family.adults[0].answer = "no"
        run.append((await answer_all(town, families, seen), families))
    await settled(town, seen.released, size.patience, are_open=True)
    seen.wanted = before
    for (case_id, version), families in run:
        for place, family in enumerate(families):
            # each decision is a version of its case
            taken_back = sum(one.is_taken_back for one in families[:place])
            seen.races[await race(town, (case_id, version + taken_back), family, chance)] += 1
            seen.wanted.update(still_wanted(family))


def arrived(stack: Stack) -> Counter[str]:
    """Return how many messages to parents the mail server took for each address."""
    taken: Counter[str] = Counter()
    for file in (stack.site.home / "mail").glob("*.eml"):
        head = file.read_text(errors="replace").split("\n\n", 1)[0]
        lines = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        if lines.get("Subject") == SUBJECT:
            taken[lines["X-Lantern-To"]] += 1
    return taken


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure P2 on a Lantern of its own."""
    size = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-p2-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door(), demo_data=False) as stack:
            if plant:
                stack.replace(Part("worker", ("-m", "tests.scoreboard.careless_worker")))
            seen = asyncio.run(measure(stack, size))
            taken = arrived(stack)
    return _judged(seen, taken, size, time.monotonic() - began)


def _judged(seen: Seen, taken: Counter[str], size: Size, seconds: float) -> Result:
    forbidden, lost = (taken - seen.wanted).total(), (seen.wanted - taken).total()
    figure = (
        f"{forbidden} messages to a barred or shared channel or without a release, {lost} of"
        f" {seen.wanted.total()} entitled not sent; {seen.let_through} released that may not be,"
        f" {seen.held_up} refused that may; {seen.refused} refused, races: "
        + ", ".join(f"{count} {act}" for act, count in sorted(seen.races.items()))
    )
    held = not (forbidden or lost or seen.let_through or seen.held_up)
    measured = bool(seen.refused) and len(seen.races) == 4 and seen.wanted.total() > 0
    name = "P2 messages to barred adults or shared channels"
    return Result(name, figure, "0 / 0", size.graphs, SEED, seconds, held, measured)
