"""Line G8: attempts to collect by barred, unlisted and held-back adults, beside entitled ones.

Each refused attempt differs from an entitled one of the same run in one respect: who collects.
LANTERN_RELEASE_ATTEMPTS=1000 runs it at full n.
"""

import os
import random
from collections import Counter
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.devices.custody.rules import HELD_BACK, NOT_ENTITLED
from services.shared import clock
from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.desks import Desk
from tests.factories import AGuardian, APupil, a_pupil
from tests.integration.devices.test_collections import _a_case_that_names

pytestmark = pytest.mark.anyio

SEED = 8
N = int(os.environ.get("LANTERN_RELEASE_ATTEMPTS", "60"))
KINDS = ("barred", "unlisted", "held_back", "unknown", "staff", "wrong_letter")
FAMILIES = 12


class Family:
    """A child with an entitled mother, a barred father and an adult whom a case names."""

    def __init__(self, child: APupil, link_id: str) -> None:
        self.child = child
        self.link_id = link_id
        self.mother, self.barred, self.held_back = child.guardian_ids


async def _families(desk: Desk, database: TestDatabase) -> list[Family]:
    adults = (AGuardian("Mother"), AGuardian("Father", barred=True), AGuardian("Uncle"))
    families = []
    for _ in range(FAMILIES):
        child = await a_pupil(desk.school, guardians=adults)
        uncle = child.guardian_ids[2]
        families.append(Family(child, await _a_case_that_names(database, desk.school.id, uncle)))
    return families


async def _a_letter(desk: Desk, device_id: str, named_by: UUID) -> str:
    body = {
        "display_name": "Rosalind Okafor",
        "relationship": "Neighbour",
        "named_by": str(named_by),
        "written_on": clock.today("Europe/London").isoformat(),
    }
    key = {"Idempotency-Key": str(uuid4())}
    sent = await desk.post("office", f"/devices/{device_id}/collectors", body, **key)
    return str(sent.json()["collector_id"])


def _who(kind: str, desk: Desk, family: Family, stranger: Family) -> dict[str, UUID]:
    adults = {
        "barred": family.barred,
        "unlisted": stranger.mother,
        "held_back": family.held_back,
        "unknown": uuid4(),
        "staff": desk.staff["teacher"].id,
    }
    return {"guardian_id": adults[kind]}


async def _still_here(database: TestDatabase, school_id: UUID) -> int:
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        found: int = await connection.fetchval(
            "SELECT count(*) FROM devices.device_state WHERE school_id = $1"
            " AND state <> 'returned'",
            school_id,
        )
        return found
    finally:
        await connection.close()


@pytest.mark.guard("G-08", "G-12")
async def test_nobody_who_may_not_collect_ever_does_and_everybody_who_may_does(
    downs: Desk, database: TestDatabase
) -> None:
    chance = random.Random(SEED)  # noqa: S311  # the order of attempts, no secret
    families = await _families(downs, database)
    downs.child = families[0].child
    elsewhere = (await downs.take("teacher"))["device_id"]
    letter = await _a_letter(downs, elsewhere, families[0].mother)
    refused: Counter[str] = Counter()
    for number in range(N):
        family, stranger = chance.sample(families, 2)
        downs.child = family.child
        kind = KINDS[number % len(KINDS)]
        link = family.link_id if kind == "held_back" or chance.random() < 0.5 else None
        device_id = (await downs.take("teacher", link_id=link))["device_id"]
        if kind == "wrong_letter":
            answer = await downs.give_back(device_id, collector_id=letter)
        else:
            answer = await downs.give_back(device_id, **_who(kind, downs, family, stranger))
        wanted = HELD_BACK if kind == "held_back" else NOT_ENTITLED
        assert (answer.status_code, answer.json()["detail"]) == (409, wanted), kind
        refused[kind] += 1
        entitled = await downs.give_back(device_id, guardian_id=family.mother)
        assert entitled.status_code == 200, entitled.text
    assert refused.total() == N
    assert await _still_here(database, downs.school.id) == 1  # the one whose letter it was
