"""Quarantine of a school or staff-used device or account (dw6; D-11.3-21). All pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from services.devices.proceedings.rules import Gate


class QuarantineState(StrEnum):
    """Where it stands; before it is withdrawn it is in use, and no record exists."""

    QUARANTINED = "quarantined"
    RELEASED_BY_POLICE = "released_by_police"
    DESTROYED_OR_RETURNED = "destroyed_or_returned"


class QuarantineAct(StrEnum):
    """What somebody does about it; each becomes one row of its journal."""

    WITHDRAWN = "withdrawn"
    KEEPER_NAMED = "keeper_named"
    POLICE_ADVISED = "police_advised"
    POLICE_LEAVE = "police_leave"
    ENDED = "ended"


class Thing(StrEnum):
    """What is taken out of use."""

    DEVICE = "device"
    ACCOUNT = "account"
    BOTH = "both"


class Outcome(StrEnum):
    """What became of it after the police gave leave."""

    BACK_IN_SERVICE = "back_in_service"
    RETURNED = "returned"
    DESTROYED = "destroyed"


AFTER: Mapping[tuple[QuarantineState, QuarantineAct], QuarantineState] = MappingProxyType(
    {
        (QuarantineState.QUARANTINED, QuarantineAct.KEEPER_NAMED): QuarantineState.QUARANTINED,
        (QuarantineState.QUARANTINED, QuarantineAct.POLICE_ADVISED): QuarantineState.QUARANTINED,
        (
            QuarantineState.QUARANTINED,
            QuarantineAct.POLICE_LEAVE,
        ): QuarantineState.RELEASED_BY_POLICE,
        (
            QuarantineState.RELEASED_BY_POLICE,
            QuarantineAct.ENDED,
        ): QuarantineState.DESTROYED_OR_RETURNED,
    }
)
POLICE_FIRST = (
    "Nothing is released, wiped or rebuilt until the police's leave is recorded. Keep it as it is."
)
OVER = "This quarantine has ended."
AFTER_LEAVE = "The police have given their leave already."
NOT_THE_USER = "The keeper is somebody other than the person who used it."


@dataclass(frozen=True)
class Kept:
    """Who keeps it, and what the police have said."""

    keeper_id: UUID | None
    acts: tuple[str, ...]


def state_of(acts: Iterable[str]) -> QuarantineState:
    """Return where a quarantine stands after `acts`, the first of which withdrew the thing."""
    state = QuarantineState.QUARANTINED
    for act in acts:
        state = AFTER.get((state, QuarantineAct(act)), state)
    return state


def why_not_act(acts: tuple[str, ...], act: QuarantineAct) -> str | None:
    """Return why `act` cannot follow `acts`, or None: the police come first (G-05)."""
    state = state_of(acts)
    if (state, act) in AFTER:
        return None
    if state is QuarantineState.DESTROYED_OR_RETURNED:
        return OVER
    return POLICE_FIRST if state is QuarantineState.QUARANTINED else AFTER_LEAVE


def gates_of(answers: Mapping[str, str], kept: Kept) -> tuple[Gate, ...]:
    """Return what a quarantine needs before anything is released (dw6)."""
    cut = None if answers.get("access_cut") == "yes" else "Cut network and account access now."
    keeper = None if kept.keeper_id else "The head names one keeper; nobody else has access."
    advised = {QuarantineAct.POLICE_ADVISED, QuarantineAct.POLICE_LEAVE}
    told = None if advised & set(kept.acts) else "Ask the police, and record what they advise."
    left = None if QuarantineAct.POLICE_LEAVE in kept.acts else POLICE_FIRST
    return (
        Gate("access_cut", "Network and account access cut", cut),
        Gate("keeper", "One named keeper", keeper),
        Gate("police_advice", "Police advice recorded", told),
        Gate("police_leave", "Police leave recorded", left),
    )


def waits_for(state: QuarantineState, missing: list[str]) -> list[str]:
    """Return what a quarantine still needs from somebody, as sentences for a list."""
    if state is QuarantineState.DESTROYED_OR_RETURNED:
        return []
    if state is QuarantineState.RELEASED_BY_POLICE:
        return ["Cleaned and returned, or destroyed"]
    return missing[:1]
