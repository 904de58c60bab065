"""One school whose devices are checked after each step against what the guards allow."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.custody import CONFISCATORS, GROUNDS, MAY_BE_A_CRIME, ROOM, STAFF, Life
from tests.desks import Desk, devices_service
from tests.factories import APupil
from tests.integration.devices.test_custody import LIFT
from tests.integration.devices.test_police import BACK

REFUSED = {403, 404, 409, 422}
FACTS = """
SELECT device.id, device.pupil_id, device.ground, state.state, state.seq, state.returned_to,
    state.is_confirmed, place.name AS place, state.keeper_id, first.place_id AS first_place,
    (SELECT array_agg(act ORDER BY seq) FROM devices.custody_event WHERE device_id = device.id)
        AS acts,
    (SELECT array_agg(seq ORDER BY seq) FROM devices.custody_event WHERE device_id = device.id)
        AS seqs
FROM devices.device
JOIN devices.device_state AS state ON state.device_id = device.id
JOIN devices.custody_event AS first ON first.device_id = device.id AND first.seq = 1
LEFT JOIN devices.place ON place.id = state.place_id
WHERE device.school_id = $1
"""


class World:
    """One event loop with the service on it, and what was reached in it."""

    def __init__(self, values: dict[str, Any], folder: Path, address: str) -> None:
        self.runner = asyncio.Runner()
        self.values = values
        self.reached: Counter[str] = Counter()
        self.answers: Counter[tuple[str, bool]] = Counter()
        self._service = devices_service(values, folder)
        app = self.run(self._service.__aenter__())
        transport = httpx.ASGITransport(app=app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://devices")
        self.database = self.run(asyncpg.connect(address))

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(doing)

    def end(self) -> None:
        self.run(self.database.close())
        self.run(self.client.aclose())
        self.run(self._service.__aexit__(None, None, None))
        self.runner.close()


class SchoolUnderTest(RuleBasedStateMachine):
    """One school, its devices as the model has them, and what must hold after each step."""

    world: World
    profile: str
    desk: Desk
    lives: list[Life]
    stranger: APupil

    def send(self, who: str, path: str, body: dict[str, Any]) -> httpx.Response:
        key = {"Idempotency-Key": str(uuid4())}
        answer: httpx.Response = self.world.run(self.desk.post(who, path, body, **key))
        assert answer.is_success or answer.status_code in REFUSED, answer.text
        return answer

    def attempt(
        self, who: str, path: str, body: dict[str, Any], *, allowed: bool
    ) -> httpx.Response:
        """Send an act that the model allows or not; the service must say the same."""
        answer = self.send(who, path, body)
        assert answer.is_success == allowed, f"{who} {path} {body}: {answer.text}"
        self.world.answers[path.rsplit("/", 1)[-1], allowed] += 1
        return answer

    def has_room(self, place: str, lies_in: str | None = None) -> bool:
        there = sum(one.place == place for one in self.lives)
        return place in ROOM and (place == lies_in or there < ROOM[place])

    def one(self, number: int) -> tuple[Life, str]:
        life = self.lives[number % len(self.lives)]
        return life, f"/devices/{life.device_id}"

    def adult(self, to: str) -> UUID:
        assert self.desk.child is not None
        mother, barred = self.desk.child.guardian_ids
        unlisted = self.stranger.guardian_ids[0]
        known = {"mother": mother, "barred": barred, "unlisted": unlisted}
        return known.get(to) or (self.desk.staff["teacher"].id if to == "staff" else uuid4())

    def free(self, life: Life) -> None:
        address = f"/devices/{life.device_id}"
        if life.state == "with_police":
            body = BACK | {"place": "Long shelf"}
            self.attempt("dsl", f"{address}/back-from-police", body, allowed=True)
            life.lies("Long shelf")
            life.ends(life.unheld)
        if life.state == "held_as_evidence":
            self.attempt("dsl", f"{address}/lift-hold", LIFT, allowed=True)
            life.ends(life.unheld)

    def take_one(
        self, who: str, place: str, ground: str, wrong: dict[str, Any] | None, *, evidence: bool
    ) -> None:
        """G-07, G-09, G-10: a listed ground, somebody allowed, a place, a pupil's, no code."""
        other = {"place": place, "ground": ground, "possible_evidence": evidence, **(wrong or {})}
        if other.get("pupil_id") == "teacher":
            other["pupil_id"] = str(self.desk.staff["teacher"].id)
        if other["ground"] == "barred_place":
            other["used_in"] = "toilet"
        if wrong is None:
            other["seal_number"] = None if evidence else "BAG-1"
        allowed = wrong is None and who in STAFF and self.has_room(place)
        body = self.desk.a_device(**other)
        answer = self.attempt(who, "/devices", body, allowed=allowed)
        if allowed:
            taken = answer.json()
            may = who in CONFISCATORS[self.profile]
            life = Life(UUID(taken["device_id"]), ground, "held", who, is_confirmed=may)
            life.state, life.place, life.is_sealed = life.unheld, place, not evidence
            if evidence:
                life.ends("held_as_evidence")
            self.lives.append(life)

    @invariant()
    def the_database_says_the_same(self) -> None:
        if not hasattr(self, "lives"):
            return
        rows = self.world.run(self.world.database.fetch(FACTS, self.desk.school.id))
        found = {row["id"]: row for row in rows}
        assert set(found) == {one.device_id for one in self.lives}  # nothing half-written
        for life in self.lives:
            self._stands(life, found[life.device_id])
            self.world.reached[life.state] += 1

    def _stands(self, life: Life, row: asyncpg.Record) -> None:
        keeper = self.desk.staff[life.keeper].id if life.keeper else None
        assert (row["state"], row["seq"], row["is_confirmed"]) == (
            *(life.state, life.seq, life.is_confirmed),
        )
        assert (row["place"], row["keeper_id"]) == (life.place, keeper)
        whereabouts = (row["place"], row["keeper_id"], row["returned_to"])
        places_now = sum(one is not None for one in whereabouts)
        assert places_now == (0 if life.state == "with_police" else 1)  # exactly one place
        assert self.desk.child is not None
        home = self.desk.child.guardian_ids[0] if life.state == "returned" else None
        assert row["returned_to"] == home  # G-08
        assert row["pupil_id"] == self.desk.child.id  # G-10
        assert row["ground"] in GROUNDS  # G-07
        assert row["first_place"] is not None  # G-07
        assert row["seqs"] == list(range(1, life.seq + 1))
        _follows(row["acts"], is_crime=row["ground"] in MAY_BE_A_CRIME)


STARTS = {"held_as_evidence", "handed_to_police"}
ENDS = {"hold_lifted", "returned_by_police"}


def _follows(acts: list[str], *, is_crime: bool) -> None:
    """See that no chain holds a search or a return under a police hold (G-05)."""
    is_held = False
    for act in acts:
        assert not (is_held and act in {"searched", "returned"}), acts
        assert not (is_crime and act == "searched"), acts
        is_held = act in STARTS or (is_held and act not in ENDS)
    assert acts[0] == "taken"
    assert "returned" not in acts[:-1]
