"""The state table driven at random: no reachable state breaks a guard; each one is reached."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.devices.custody.rules import (
    AFTER,
    HELD_FOR_POLICE,
    POLICE_HAVE_IT,
    Act,
    Custody,
    CustodyRules,
    Move,
    Owner,
    State,
    can_be_overdue,
    follow,
    state_at_taking,
    why_not,
    why_not_late,
    why_not_take,
)
from services.devices.custody.rules_words import looks_like_a_code, why_not_words

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DOWNS = CustodyRules(frozenset({"any_staff"}), safe_keeping=True, basis="s94")
ABINGDON = CustodyRules(frozenset({"head"}), safe_keeping=True, basis="s94")
STRICT = CustodyRules(frozenset({"head"}), safe_keeping=False, basis="s94")
PROFILES = (DOWNS, ABINGDON, STRICT)
seen: set[State] = set()


def taken(state: State = State.HELD, **other: object) -> Custody:
    facts = {
        "state": state,
        "seq": 1,
        "place_id": uuid4(),
        "keeper_id": None,
        "returned_to": None,
        "is_confirmed": state is not State.SAFE_KEEPING,
        "link_id": None,
        "taken_by": uuid4(),
        "due_at": NOON,
        **other,
    }
    return Custody(**facts)  # type: ignore[arg-type]  # facts of one kind each


FOR_POLICE = {State.HELD_AS_EVIDENCE, State.WITH_POLICE}


class AnyDevice(RuleBasedStateMachine):
    """Random acts on one device in any of three profiles."""

    @initialize(school=st.sampled_from(PROFILES), role=st.sampled_from(["head", "teacher"]))
    def take(self, school: CustodyRules, role: str) -> None:
        roles = frozenset({role})
        self.held_for_police = False
        self.refused_taking = why_not_take(school, roles, Owner.PUPIL) is not None
        assert self.refused_taking == (school is STRICT and role == "teacher")
        self.custody = taken(state_at_taking(school, roles))
        self.was = {self.custody.seq}

    @rule(act=st.sampled_from(sorted(Act)))
    def act(self, act: Act) -> None:
        before = self.custody
        if why_not(before, act):
            return
        assert act is not Act.TAKEN
        assert not (self.held_for_police and act in {Act.RETURNED, Act.SEARCHED})  # G-05
        self.custody = follow(before, self._move(act))
        ends = {Act.HOLD_LIFTED: False, Act.RETURNED_BY_POLICE: False}
        holds = {Act.HELD_AS_EVIDENCE: True} | ends
        self.held_for_police = holds.get(act, self.held_for_police)
        assert self.custody.seq == before.seq + 1

    @staticmethod
    def _move(act: Act) -> Move:
        where: dict[Act, dict[str, UUID]] = {
            Act.STORED: {"place_id": uuid4()},
            Act.HANDED_OVER: {"keeper_id": uuid4()},
            Act.RETURNED: {"returned_to": uuid4()},
            Act.RETURNED_BY_POLICE: {"place_id": uuid4()},
            Act.LINKED: {"link_id": uuid4()},
        }
        return Move(act, **where.get(act, {}))

    @invariant()
    def is_in_one_place(self) -> None:
        places = (self.custody.place_id, self.custody.keeper_id, self.custody.returned_to)
        is_away = self.custody.state is State.WITH_POLICE
        assert sum(one is not None for one in places) == (0 if is_away else 1)
        assert (self.custody.returned_to is not None) == self.custody.is_back
        seen.add(self.custody.state)

    @invariant()
    def police_hold_wins(self) -> None:
        if self.held_for_police:
            assert self.custody.state in FOR_POLICE
            assert why_not(self.custody, Act.RETURNED) in {HELD_FOR_POLICE, POLICE_HAVE_IT}
            assert why_not(self.custody, Act.SEARCHED)
        if self.custody.state is State.HELD:
            assert self.custody.is_confirmed
        if self.custody.state is State.SAFE_KEEPING:
            assert not self.custody.is_confirmed

    @invariant()
    def what_is_back_stays_back(self) -> None:
        if self.custody.is_back:
            assert all(why_not(self.custody, act) for act in Act)


@pytest.mark.guard("G-05")
def test_no_random_life_of_a_device_breaks_a_guard_and_every_state_is_reached() -> None:
    seen.clear()
    from hypothesis.stateful import run_state_machine_as_test

    limits = settings(
        max_examples=300,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(AnyDevice, settings=limits)
    assert seen == set(State)


def test_every_pair_is_either_in_the_table_or_refused_with_a_sentence() -> None:
    for state in State:
        custody = taken(state, returned_to=uuid4() if state is State.RETURNED else None)
        for act in Act:
            if (state, act) in AFTER and act is not Act.CONFIRMED:
                assert why_not(custody, act) is None
            elif (state, act) not in AFTER:
                assert str(why_not(custody, act)).endswith(".")


@pytest.mark.guard("G-10")
def test_only_a_pupils_device_may_be_taken() -> None:
    head = frozenset({"head"})
    assert why_not_take(DOWNS, head, Owner.PUPIL) is None
    for owner in (Owner.STAFF, Owner.PARENT, Owner.VISITOR):
        assert "pupil's device" in str(why_not_take(DOWNS, head, owner))


def test_governors_and_technicians_take_nothing() -> None:
    for profile in PROFILES:
        for role in ("chair", "saf_gov", "tech"):
            assert "certain people" in str(why_not_take(profile, frozenset({role}), Owner.PUPIL))
    assert why_not_take(DOWNS, frozenset({"chair", "teacher"}), Owner.PUPIL) is None


def test_a_confirmation_is_due_the_same_day() -> None:
    day, after = date(2026, 11, 23), date(2026, 11, 24)
    assert why_not_late(day, day, None) is None
    assert why_not_late(day, after, " ")
    assert why_not_late(day, after, "Out of school.") is None


def test_what_waits_for_the_police_is_never_overdue() -> None:
    assert {one for one in State if can_be_overdue(one)} == {State.SAFE_KEEPING, State.HELD}


@pytest.mark.guard("G-09")
@pytest.mark.parametrize(
    "words",
    [
        "PIN 4821",
        "pin: 4821",
        "the passcode is fish",
        "Pass word on a sticker",
        "unlocks with 1 2 3 4",
        "code 0000",
        "Blue phone 482190",
        "number 48-21-90",
    ],
)
def test_what_looks_like_a_code_is_found(words: str) -> None:
    assert looks_like_a_code(words)
    assert why_not_words(words, is_no_code=False)
    assert why_not_words(words, is_no_code=True) is None


@pytest.mark.guard("G-09")
@pytest.mark.parametrize(
    "words",
    [
        "Black phone in a blue case with a star pattern, cracked corner",
        "iPhone 15, bought in 2024, cost £450",
        "Ring 07700 900123 for the mother",
        "Taken at 10:40 on 23/11/2026",
        "Colour-coded case with pineapple stickers",
        "A spinning top and a pink strap",
        "",
    ],
)
def test_an_ordinary_description_is_not_taken_for_a_code(words: str) -> None:
    assert not looks_like_a_code(words)
