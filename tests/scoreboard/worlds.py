"""Two schools that are alike in every name and lived through the same acts, but for one report."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx

from operations.bench.latency import messages
from operations.readiness import ports_from
from operations.stack import Stack
from tests.factories import APupil, ASchool, AStaffMember, a_pupil, a_school, a_staff_member

PEOPLE = {
    "dsl": ("Ruth", "Hazelgrove"),
    "ddsl": ("Omar", "Pinecroft"),
    "head": ("Joan", "Quillfeather"),
    "chair": ("Piers", "Underhill"),
    "teacher": ("Nadia", "Yewbarrow"),
    "assistant": ("Sean", "Thornbury"),
    "office": ("Iris", "Mossbank"),
}
CHILDREN = (("Amara", "Oakfield"), ("Theo", "Larchwood"))
ACCUSED = ("teacher", "ddsl", "head", "office", "assistant")
LEADS = ("dsl", "ddsl")
PATIENCE = 60
QUIET_SECONDS = 0.6  # how long the live stream is listened to after the allegation


@dataclass
class World:
    """One school, the acts in it, and every id that somebody in it may come across."""

    stack: Stack
    client: httpx.AsyncClient
    school: ASchool
    boxes: Mapping[str, str]
    staff: dict[str, AStaffMember] = field(default_factory=dict)
    children: list[APupil] = field(default_factory=list)
    ids: dict[str, list[str]] = field(default_factory=dict)
    heard: str = ""

    def address(self, service: str, path: str) -> str:
        port = self.stack.site.port if service == "frontend" else self._port(service)
        return f"http://127.0.0.1:{port}{path}"

    def _port(self, service: str) -> int:
        return int(ports_from(self.stack.site.port)[service])

    async def post(self, service: str, who: str, path: str, body: Any) -> Any:
        """Return the answer to a POST that must go well."""
        headers = self.staff[who].bearer(service) | {"Idempotency-Key": str(uuid4())}
        answer = await self.client.post(self.address(service, path), json=body, headers=headers)
        if answer.is_error:
            message = f"{path} was answered {answer.status_code}: {answer.text}"
            raise RuntimeError(message)
        return answer.json()

    async def report(self, who: str, happened: str, subject: UUID | None, **other: Any) -> str:
        """Send a colleague's report; return its id."""
        body = {
            "pupil_ids": [str(self.children[0].id)],
            "happened": happened,
            "concern_type": "conduct",
            "kind": "staff_concern" if subject else "bullying",
            "danger_now": "no",
            "about_adult": "yes" if subject else "no",
            "subject_person_id": str(subject) if subject else None,
            **other,
        }
        return str((await self.post("reporting", who, "/staff-reports", body))["report_id"])

    async def cases_of(self, who: str) -> list[str]:
        """Return the ids of the cases in somebody's inbox, in its order."""
        headers = self.staff[who].bearer("reporting")
        answer = await self.client.get(self.address("reporting", "/inbox"), headers=headers)
        return [one["case_id"] for one in answer.json()["items"]]

    def mail_of(self, who: str) -> list[str]:
        """Return what came into somebody's mailbox: subject and text of each message."""
        kept = messages(self._port("mailbox"))
        mine = [one for one in kept if self.boxes[who] in one["to"]]
        return sorted(f"{one['subject']}\n{one['text']}" for one in mine)


async def a_world(stack: Stack, client: httpx.AsyncClient, values: dict[str, Any]) -> World:
    """Make a school; every one made here is alike but for ids and addresses."""
    tag = uuid4().hex[:10]
    boxes = {role: f"{role}-{tag}@school.example" for role in PEOPLE}
    world = World(stack, client, await a_school(values, profile="abingdon"), boxes)
    # Some lists end in the order of ids: a chance that must fall alike in both worlds.
    ids = sorted(uuid4() for _ in PEOPLE)
    for person_id, (role, (given, family)) in zip(ids, PEOPLE.items(), strict=True):
        world.staff[role] = await a_staff_member(
            world.school,
            role,
            email=boxes[role],
            given_name=given,
            family_name=family,
            person_id=person_id,
        )
    for given, family in CHILDREN:
        names = {"given_name": given, "family_name": family}
        child = await a_pupil(world.school, guardians=(), **names)
        world.children.append(child)
    return world


async def live_through(world: World, accused: str, *, with_allegation: bool) -> None:
    """Do the acts of the script; in one world of a pair an allegation comes in between."""
    first = await world.report("teacher", "Unkind messages in the class chat.", None)
    await told(world, 1)  # an answer cancels what has not left: that race is not the line's
    (known,) = await world.cases_of("dsl")
    await world.post("reporting", "dsl", f"/cases/{known}/take", {"version": 0})
    body = {"version": 1, "text": "Spoke with both children."}
    await world.post("reporting", "dsl", f"/cases/{known}/notes", body)
    device = await world.post("devices", "teacher", "/devices", _a_device(world))
    listening = asyncio.create_task(_listen(world, accused))
    await asyncio.sleep(QUIET_SECONDS / 2)
    hidden = str(uuid4())
    if with_allegation:
        hidden = await _allege(world, accused, known)
    await asyncio.sleep(QUIET_SECONDS)
    listening.cancel()
    last = await world.report("office", "A child saw a frightening film clip.", None)
    await told(world, 2)
    world.ids = {
        "case_id": [known, hidden],
        "report_id": [first, last],
        "device_id": [str(device["device_id"])],
        "pupil_id": [str(one.id) for one in world.children],
        "code": [world.school.code],
    }


async def told(world: World, times: int) -> None:
    """Wait until both leads have had as many messages as there were ordinary reports."""
    until = time.monotonic() + PATIENCE
    while min([len(await asyncio.to_thread(world.mail_of, one)) for one in LEADS]) < times:
        if time.monotonic() > until:
            message = f"{LEADS} were not told {times} times within {PATIENCE} s"
            raise RuntimeError(message)
        await asyncio.sleep(0.2)


async def _allege(world: World, accused: str, known: str) -> str:
    """Report the accused and let the entitled work on it; return the case's id."""
    reporter = "office" if accused != "office" else "teacher"
    subject = world.staff[accused].id
    await world.report(reporter, "Messages to a child late in the evening.", subject)
    reader = "dsl" if accused != "dsl" else "ddsl"
    (case_id,) = [one for one in await world.cases_of(reader) if one != known]
    await world.post("reporting", reader, f"/cases/{case_id}/take", {"version": 0})
    note = {"version": 1, "text": "The LADO was rung."}
    await world.post("reporting", reader, f"/cases/{case_id}/notes", note)
    return case_id


def _a_device(world: World) -> dict[str, Any]:
    return {
        "pupil_id": str(world.children[1].id),
        "ground": "school_rule",
        "kind": "phone",
        "description": "Black phone in a blue case",
        "power_state": "off",
        "place": "Head's safe",
        "seal_number": "BAG-0231",
        "possible_evidence": False,
        "link_id": None,
    }


async def _listen(world: World, who: str) -> None:
    """Keep what the live stream says to somebody while the allegation comes in."""
    headers = world.staff[who].bearer("reporting")
    address = world.address("reporting", "/inbox/changes")
    async with world.client.stream("GET", address, headers=headers) as answer:
        world.heard = f"{answer.status_code}\n"
        async for line in answer.aiter_lines():
            if line and not line.startswith(":"):
                world.heard += f"{line}\n"


def who_is_accused(chance: Random) -> str:
    """Return the role that the allegation of a pair is about."""
    return chance.choice(ACCUSED)
