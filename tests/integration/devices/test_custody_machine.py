"""Random lives of devices, driven through the service: no reachable state breaks G-05 to G-10.

In each profile whole schools are made and their staff take, move, hold, search, delete and give
back devices in any order. tests/custody.py says beforehand what the guards allow; after each step
the database says whether it is so. LANTERN_CUSTODY_LIVES and LANTERN_CUSTODY_STEPS ask for more.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.shared.migrations import plain_address
from tests.custody import (
    CONFISCATORS,
    EVERYBODY,
    GROUNDS,
    LEADS,
    ROOM,
    STATES,
    Life,
)
from tests.custody_choices import (
    adults,
    leads_mostly,
    places,
    staff,
    unchecked,
    which,
    wrong_gates,
    wrong_takings,
)
from tests.custody_school import SchoolUnderTest, World
from tests.desks import a_desk
from tests.factories import AGuardian, a_pupil
from tests.integration.devices.test_custody import LIFT
from tests.integration.devices.test_deletions import ANSWERS, DONE
from tests.integration.devices.test_police import BACK, OFFICER
from tests.searching import FOUND, all_gates

LIVES = int(os.environ.get("LANTERN_CUSTODY_LIVES", "6"))  # schools in each profile
STEPS = int(os.environ.get("LANTERN_CUSTODY_STEPS", "30"))  # acts in each school
SEEDS = {"downs": 4, "abingdon": 5, "default": 6}


class AnySchool(SchoolUnderTest):
    """Everything that the staff of one school may try with devices, in any order."""

    @initialize()
    def open_school(self) -> None:
        self.lives = []
        self.desk = self.world.run(a_desk(self.world.client, self.world.values, self.profile))
        one = a_pupil(self.desk.school, guardians=(AGuardian("Mother"),))
        self.stranger = self.world.run(one)
        for name, capacity in ROOM.items():
            self.send("office", "/places", {"name": name, "capacity": capacity})
        for who, evidence in (("head", False), ("teacher", True), ("head", False)):
            self.take_one(who, "Long shelf", "school_rule", None, evidence=evidence)

    @rule(
        who=st.sampled_from(EVERYBODY),
        place=places,
        ground=st.sampled_from(("school_rule", "school_rule", "bullying", *GROUNDS)),
        wrong=wrong_takings,
        evidence=st.sampled_from((False, False, True)),
    )
    def take(
        self, who: str, place: str, ground: str, wrong: dict[str, Any] | None, *, evidence: bool
    ) -> None:
        self.take_one(who, place, ground, wrong, evidence=evidence)

    @precondition(lambda self: self.lives)
    @rule(number=which, who=staff)
    def confirm(self, number: int, who: str) -> None:
        life, address = self.one(number)
        may = who in CONFISCATORS[self.profile] and life.is_seen_by(who)
        allowed = may and not life.is_confirmed and life.state != "returned"
        self.attempt(who, f"{address}/confirm", {}, allowed=allowed)
        if allowed:
            life.is_confirmed = True
            life.ends("held" if life.state == "safe_keeping" else life.state)

    @precondition(lambda self: self.lives)
    @rule(number=which, who=staff, place=places)
    def store(self, number: int, who: str, place: str) -> None:
        life, address = self.one(number)
        is_here = life.state not in {"returned", "with_police"}
        allowed = is_here and life.is_seen_by(who) and self.has_room(place, life.place)
        self.attempt(who, f"{address}/store", {"place": place}, allowed=allowed)
        if allowed:
            life.lies(place)
            life.ends(life.state)

    @precondition(lambda self: self.lives)
    @rule(number=which, who=staff, to=staff)
    def hand_over(self, number: int, who: str, to: str) -> None:
        life, address = self.one(number)
        allowed = life.state not in {"returned", "with_police"} and life.is_seen_by(who)
        body = {
            "to_person_id": str(self.desk.staff[to].id),
            "giver_signed_name": "G. Iver",
            "receiver_signed_name": "R. Eceiver",
        }
        self.attempt(who, f"{address}/hand-over", body, allowed=allowed)
        if allowed:
            life.lies(None, to)
            life.ends(life.state)

    @precondition(lambda self: self.lives)
    @rule(number=which, who=staff)
    def hold(self, number: int, who: str) -> None:
        life, address = self.one(number)
        allowed = life.state in {"safe_keeping", "held"} and life.is_seen_by(who)
        self.attempt(who, f"{address}/hold", {"reason": "A threat was shown."}, allowed=allowed)
        if allowed:
            life.ends("held_as_evidence")

    @precondition(lambda self: self.lives)
    @rule(number=which, who=leads_mostly)
    def lift(self, number: int, who: str) -> None:
        life, address = self.one(number)
        allowed = life.state == "held_as_evidence" and who in {"head", "dsl"}
        self.attempt(who, f"{address}/lift-hold", LIFT, allowed=allowed)
        if allowed:
            life.ends(life.unheld)

    @precondition(lambda self: self.lives)
    @rule(number=which, who=leads_mostly)
    def link(self, number: int, who: str) -> None:
        life, address = self.one(number)
        allowed = who in LEADS and not life.is_linked and life.state != "returned"
        self.attempt(who, f"{address}/link", {"link_id": str(uuid4())}, allowed=allowed)
        if allowed:
            life.is_linked = True
            life.ends(life.state)

    @precondition(lambda self: self.lives)
    @rule(number=which, who=leads_mostly, seal=st.sampled_from(("", "BAG-2")))
    def hand_to_police(self, number: int, who: str, seal: str) -> None:
        life, address = self.one(number)
        is_sealed = bool(seal) or life.is_sealed
        allowed = life.state == "held_as_evidence" and who in LEADS and is_sealed
        body = OFFICER | {"seal_number": seal}
        self.attempt(who, f"{address}/hand-to-police", body, allowed=allowed)
        if allowed:
            life.is_sealed = True
            life.lies(None)
            life.ends("with_police")

    @precondition(lambda self: self.lives)
    @rule(number=which, who=leads_mostly, place=places)
    def back_from_police(self, number: int, who: str, place: str) -> None:
        life, address = self.one(number)
        allowed = life.state == "with_police" and who in LEADS and self.has_room(place)
        body = BACK | {"place": place}
        self.attempt(who, f"{address}/back-from-police", body, allowed=allowed)
        if allowed:
            life.lies(place)
            life.ends(life.unheld)

    @precondition(lambda self: self.lives)
    @rule(number=which, who=staff, to=adults, wrong=unchecked)
    def give_back(self, number: int, who: str, to: str, wrong: dict[str, Any] | None) -> None:
        self._give_back(number, who, to, wrong)

    def _give_back(self, number: int, who: str, to: str, wrong: dict[str, Any] | None) -> None:
        """G-05, G-08: never while the police may need it, never to anybody but the mother."""
        life, address = self.one(number)
        right = to == "mother" and wrong is None and life.is_seen_by(who)
        allowed = right and life.state in {"safe_keeping", "held"}
        body = self.desk.a_return(self.adult(to), **(wrong or {}))
        self.attempt(who, f"{address}/return", body, allowed=allowed)
        if allowed:
            life.lies(None)
            life.ends("returned")

    @precondition(lambda self: self.lives)
    @rule(number=which, wrong=wrong_gates)
    def authorise_search(self, number: int, wrong: dict[str, Any] | None) -> None:
        """G-05, G-06, G-10: every gate holds, or nobody authorises."""
        life, address = self.one(number)
        is_pupils = "owner" not in (wrong or {})
        answers = all_gates(self.desk, **(wrong or {}))
        proposed = self.attempt("ddsl", f"{address}/searches", answers, allowed=is_pupils)
        if is_pupils:
            search = f"/searches/{proposed.json()['id']}"
            allowed = wrong is None and life.may_be_searched
            self.attempt("ddsl", f"{search}/authorise", {}, allowed=allowed)
            life.searches += [search] if allowed else []

    @precondition(lambda self: any(one.searches for one in self.lives))
    @rule(number=which, found_illegal=st.sampled_from((False, False, True)))
    def search(self, number: int, *, found_illegal: bool) -> None:
        """G-05: a hold that came after the authorisation still stops the search."""
        waiting = [one for one in self.lives if one.searches]
        life = waiting[number % len(waiting)]
        allowed = life.may_be_searched
        body = FOUND | {"found_illegal": found_illegal}
        self.attempt("head", f"{life.searches[-1]}/carry-out", body, allowed=allowed)
        if allowed:
            life.searches.pop()
            self._searched(life, found_illegal=found_illegal)

    @staticmethod
    def _searched(life: Life, *, found_illegal: bool) -> None:
        life.ends("held")
        if found_illegal:
            life.ends("held_as_evidence")

    @precondition(lambda self: self.lives)
    @rule(number=which, deleter=st.sampled_from(("owner", "staff", "young_person")))
    def allow_deletion(self, number: int, deleter: str) -> None:
        """G-05: nothing on a device that the police may need is deleted."""
        life, _ = self.one(number)
        answers = ANSWERS | {"device_id": str(life.device_id), "deleter": deleter}
        asked = self.attempt("dsl", "/deletions", answers, allowed=True)
        deletion = f"/deletions/{asked.json()['id']}"
        allowed = life.may_be_deleted_by(deleter)
        self.attempt("dsl", f"{deletion}/allow", {}, allowed=allowed)
        life.deletions += [(deletion, deleter)] if allowed else []

    @precondition(lambda self: any(one.deletions for one in self.lives))
    @rule(number=which)
    def delete(self, number: int) -> None:
        waiting = [one for one in self.lives if one.deletions]
        life = waiting[number % len(waiting)]
        deletion, deleter = life.deletions[-1]
        allowed = life.may_be_deleted_by(deleter)
        body = DONE | {"deleted_by": deleter}
        self.attempt("dsl", f"{deletion}/done", body, allowed=allowed)
        if allowed:
            life.deletions.pop()

    def teardown(self) -> None:
        """In the end the police bring back what they have, and every device goes home (G-08)."""
        if not getattr(self, "lives", None):
            return
        self.hold(0, "dsl")
        self.hand_to_police(0, "teacher", "BAG-2")
        self.hand_to_police(0, "dsl", "BAG-2")
        self.the_database_says_the_same()
        self.give_back(0, "head", "mother", None)
        for number, life in enumerate(self.lives):
            self.free(life)
            self._give_back(number, "office", "barred", None)
            if life.state != "returned":
                self._give_back(number, "office", "mother", None)
            assert life.state == "returned"
        self.the_database_says_the_same()


@pytest.fixture
def world(settings_values: dict[str, Any], tmp_path: Path, database: Any) -> Iterator[World]:
    opened = World(settings_values, tmp_path, plain_address(database.superuser_url))
    yield opened
    opened.end()


@pytest.mark.guard("G-05", "G-06", "G-07", "G-08", "G-09", "G-10")
@pytest.mark.parametrize("profile", list(SEEDS))
def test_no_random_life_of_a_schools_devices_breaks_a_guard_and_every_state_is_reached(
    profile: str, world: World
) -> None:
    machine = type("AnySchoolHere", (AnySchool,), {"world": world, "profile": profile})
    limits = settings(
        max_examples=LIVES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(SEEDS[profile])(machine), settings=limits)
    # where any member of staff may confiscate nothing waits for a confirmation
    wanted = STATES - ({"safe_keeping"} if profile == "downs" else set())
    assert set(world.reached) == wanted, world.reached
    for act in ("devices", "return", "hand-to-police"):
        assert world.answers[act, True], act
        assert world.answers[act, False], act
