"""What may happen to a device that was taken from a pupil, and why not.

Everything here is pure. The state table is the whole workflow (rules-and-procedures.md 4.9, dw2
and dw4); docs/policy names its states as dw2 does: safe_keeping and held are `held_for_parent`,
held_as_evidence is `held_for_police`, returned is `released`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class State(StrEnum):
    """Where a device stands; `safe_keeping` waits for somebody who may confiscate."""

    SAFE_KEEPING = "safe_keeping"
    HELD = "held"
    HELD_AS_EVIDENCE = "held_as_evidence"
    WITH_POLICE = "with_police"
    RETURNED = "returned"


class Act(StrEnum):
    """What can happen to a device; each becomes one row of its chain of custody."""

    TAKEN = "taken"
    CONFIRMED = "confirmed"
    STORED = "stored"
    HANDED_OVER = "handed_over"
    HELD_AS_EVIDENCE = "held_as_evidence"
    HOLD_LIFTED = "hold_lifted"
    LINKED = "linked"
    KEPT_LONGER = "kept_longer"
    SEARCHED = "searched"
    HANDED_TO_POLICE = "handed_to_police"
    RETURNED_BY_POLICE = "returned_by_police"
    RETURNED = "returned"


class Ground(StrEnum):
    """Why a device may be taken (dw2 `ground`; D-9.3-9, A-1.16-6, A-1.17-3)."""

    SCHOOL_RULE = "school_rule"
    BULLYING = "bullying"
    SEXUAL_IMAGERY = "sexual_imagery"
    ILLEGAL_CONTENT = "illegal_content"
    NETWORK_HARM = "network_harm"
    EXAM = "exam"
    BARRED_PLACE = "barred_place"


class Kind(StrEnum):
    """What sort of thing it is (D-2-4; watches by N-13)."""

    PHONE = "phone"
    TABLET = "tablet"
    WATCH = "watch"
    CONSOLE = "console"
    OTHER = "other"


class PowerState(StrEnum):
    """How the device was when it was taken; nobody switches it on to find out."""

    ON = "on"
    OFF = "off"
    LOCKED = "locked"
    UNKNOWN = "unknown"


class Owner(StrEnum):
    """Whose device it is; only a pupil's may be taken (G-10)."""

    PUPIL = "pupil"
    STAFF = "staff"
    PARENT = "parent"
    VISITOR = "visitor"


# The whole workflow: what an act makes of a state. What is not here cannot happen.
AFTER: Mapping[tuple[State, Act], State] = MappingProxyType(
    {
        (State.SAFE_KEEPING, Act.CONFIRMED): State.HELD,
        (State.SAFE_KEEPING, Act.STORED): State.SAFE_KEEPING,
        (State.SAFE_KEEPING, Act.HANDED_OVER): State.SAFE_KEEPING,
        (State.SAFE_KEEPING, Act.HELD_AS_EVIDENCE): State.HELD_AS_EVIDENCE,
        (State.SAFE_KEEPING, Act.LINKED): State.SAFE_KEEPING,
        (State.SAFE_KEEPING, Act.KEPT_LONGER): State.SAFE_KEEPING,
        (State.SAFE_KEEPING, Act.RETURNED): State.RETURNED,
        (State.HELD, Act.STORED): State.HELD,
        (State.HELD, Act.HANDED_OVER): State.HELD,
        (State.HELD, Act.HELD_AS_EVIDENCE): State.HELD_AS_EVIDENCE,
        (State.HELD, Act.LINKED): State.HELD,
        (State.HELD, Act.KEPT_LONGER): State.HELD,
        (State.HELD, Act.SEARCHED): State.HELD,
        (State.HELD, Act.RETURNED): State.RETURNED,
        (State.HELD_AS_EVIDENCE, Act.STORED): State.HELD_AS_EVIDENCE,
        (State.HELD_AS_EVIDENCE, Act.HANDED_OVER): State.HELD_AS_EVIDENCE,
        (State.HELD_AS_EVIDENCE, Act.LINKED): State.HELD_AS_EVIDENCE,
        (State.HELD_AS_EVIDENCE, Act.HOLD_LIFTED): State.HELD,
        (State.HELD_AS_EVIDENCE, Act.HANDED_TO_POLICE): State.WITH_POLICE,
        (State.WITH_POLICE, Act.LINKED): State.WITH_POLICE,
        (State.WITH_POLICE, Act.RETURNED_BY_POLICE): State.HELD,
    }
)

# Grounds that may mean a crime: the parents are told by a named person, never by itself (G-17),
# and the office sees custody only (procedure pupil_device, `form: custody_only`).
SENSITIVE_GROUNDS = frozenset({Ground.SEXUAL_IMAGERY, Ground.ILLEGAL_CONTENT})

HELD_FOR_POLICE = (
    "This device is held as possible evidence. The police decide first: it cannot be given back "
    "until a safeguarding lead or the head has lifted the hold with a police reference."
)
POLICE_HAVE_IT = (
    "The police have this device. Nothing can be done with it here until they bring it back."
)
HELD_BACK = "This device cannot be handed over at the moment. Please ask the safeguarding lead."
NOT_ENTITLED = (
    "A device goes only to a parent or carer who is listed for this child and may collect. "
    "Please ask the office to check the child's contacts."
)
NOT_A_PUPILS = (
    "Only a pupil's device can be taken. Ask a visitor or parent to put it away and tell the "
    "office; take a colleague's device to the head as a concern about a member of staff."
)


@dataclass(frozen=True)
class Custody:
    """Where one device stands now; one of the three whereabouts is set, none with the police."""

    state: State
    seq: int
    place_id: UUID | None
    keeper_id: UUID | None
    returned_to: UUID | None
    is_confirmed: bool
    link_id: UUID | None
    taken_by: UUID
    due_at: datetime

    @property
    def is_back(self) -> bool:
        """Say whether the device has left the school."""
        return self.state is State.RETURNED


@dataclass(frozen=True)
class Move:
    """What one act changes: the new place, keeper, receiver or link where it has one."""

    act: Act
    place_id: UUID | None = None
    keeper_id: UUID | None = None
    returned_to: UUID | None = None
    link_id: UUID | None = None
    due_at: datetime | None = None


def works_with_children(roles: frozenset[str]) -> bool:
    """Say whether `roles` are those of staff at school, not of governors or technicians (G-22)."""
    return not roles <= {"chair", "saf_gov", "tech"}


@dataclass(frozen=True)
class CustodyRules:
    """What one school's profile says about devices (rules-and-procedures.md 6)."""

    confiscators: frozenset[str]  # roles; "any_staff" stands for all of them
    safe_keeping: bool
    basis: str

    def may_confiscate(self, roles: frozenset[str]) -> bool:
        """Say whether somebody with `roles` may confiscate here (A-1.16-8)."""
        if "any_staff" in self.confiscators:
            return works_with_children(roles)
        return not roles.isdisjoint(self.confiscators)


def why_not_take(school: CustodyRules, roles: frozenset[str], owner: Owner) -> str | None:
    """Return why somebody with `roles` may not take a device of `owner`, or None (G-07, G-10)."""
    if owner is not Owner.PUPIL:
        return NOT_A_PUPILS
    if school.may_confiscate(roles) or (school.safe_keeping and works_with_children(roles)):
        return None
    return (
        "At this school only certain people may take a device. Ask the head or the office to come, "
        "and stay with the child."
    )


def state_at_taking(school: CustodyRules, roles: frozenset[str]) -> State:
    """Return `held` for whoever may confiscate, `safe_keeping` for others (A-1.16-8)."""
    return State.HELD if school.may_confiscate(roles) else State.SAFE_KEEPING


def can_be_overdue(state: State) -> bool:
    """Say whether a device in `state` is expected home at its due time (G-08)."""
    return state in {State.SAFE_KEEPING, State.HELD}


def why_not(custody: Custody, act: Act) -> str | None:
    """Return why `act` cannot happen to a device that stands as `custody`, or None."""
    if custody.is_back:
        return "This device has already been given back."
    if act is Act.LINKED and custody.link_id is not None:
        return "This device already belongs to a case."
    if act is Act.CONFIRMED:
        return "This has been confirmed already." if custody.is_confirmed else None
    return None if (custody.state, act) in AFTER else _impossible(custody.state, act)


def _impossible(state: State, act: Act) -> str:
    return POLICE_HAVE_IT if state is State.WITH_POLICE else _IMPOSSIBLE[act]


_IMPOSSIBLE = {
    Act.RETURNED: HELD_FOR_POLICE,
    Act.TAKEN: "This device has already been taken.",
    Act.HELD_AS_EVIDENCE: "This device is already held as possible evidence.",
    Act.KEPT_LONGER: "This device waits for the police, not for the end of a day.",
    Act.HOLD_LIFTED: "There is no police hold on this device.",
    Act.SEARCHED: (
        "A device is searched only when its taking is confirmed and the police have no hold on it."
    ),
    Act.HANDED_TO_POLICE: "Hold this device for the police first, and say why they may need it.",
    Act.RETURNED_BY_POLICE: "The police do not have this device.",
}


def follow(custody: Custody, move: Move) -> Custody:
    """Return where the device stands after `move`, which `why_not` must allow.

    The device is always in exactly one place: in a store, with a member of staff, with the police
    or back with the family.
    """
    after = replace(
        custody,
        seq=custody.seq + 1,
        state=_state_after(custody, move.act),
        is_confirmed=custody.is_confirmed or move.act is Act.CONFIRMED,
        link_id=move.link_id or custody.link_id,
        due_at=move.due_at or custody.due_at,
    )
    if move.act in _MOVES:
        return replace(
            after,
            place_id=move.place_id,
            keeper_id=move.keeper_id,
            returned_to=move.returned_to,
        )
    return after


_MOVES = frozenset(
    {Act.STORED, Act.HANDED_OVER, Act.RETURNED, Act.HANDED_TO_POLICE, Act.RETURNED_BY_POLICE}
)


def _state_after(custody: Custody, act: Act) -> State:
    if act in {Act.HOLD_LIFTED, Act.RETURNED_BY_POLICE} and not custody.is_confirmed:
        return State.SAFE_KEEPING
    if act is Act.CONFIRMED:
        # somebody allowed stands behind the taking; a police hold stays what it is (G-05)
        return AFTER.get((custody.state, act), custody.state)
    return AFTER[custody.state, act]


_DID = {
    Act.CONFIRMED: "confirmed it",
    Act.STORED: "put it away",
    Act.HANDED_OVER: "handed it over",
    Act.HELD_AS_EVIDENCE: "marked it as possible evidence",
    Act.HOLD_LIFTED: "lifted the police hold",
    Act.KEPT_LONGER: "kept it longer",
    Act.LINKED: "joined it to a case",
    Act.SEARCHED: "searched it",
    Act.HANDED_TO_POLICE: "handed it to the police",
    Act.RETURNED_BY_POLICE: "took it back from the police",
    Act.RETURNED: "gave it back",
}


def was_first(act: Act, who: str, at: str) -> str:
    """Return the sentence for the second of two people who acted on one device at once."""
    return f"{who} was first and {_DID.get(act, 'took it')} at {at}. Look at the device again."


def why_not_late(taken_on: date, today: date, reason: str | None) -> str | None:
    """Return why a confirmation on `today` needs more, or None: it is due the same day (G-16)."""
    if taken_on >= today or (reason and reason.strip()):
        return None
    return "This should have been confirmed on the day it was taken. Say why it is late."
