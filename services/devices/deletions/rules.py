"""When content may be deleted, and by whom (dw7; G-03). Everything here is pure.

Content lies on a pupil's device or in an account. An answer that is missing does not hold (G-35).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from services.devices.custody.rules import SENSITIVE_GROUNDS, Ground, State
from services.devices.proceedings.rules import Gate


class DeletionState(StrEnum):
    """Where a decision stands; `locked` is `asked` while a gate is missing."""

    ASKED = "asked"
    LOCKED = "locked"
    ALLOWED = "allowed"
    DONE = "done"


class DeletionAct(StrEnum):
    """What somebody does about a deletion; each becomes one row of its journal."""

    ASKED = "asked"
    ANSWERED = "answered"
    ALLOWED = "allowed"
    DONE = "done"


class Said(StrEnum):
    """An answer; "not sure" protects like the worse one (G-35)."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class Deleter(StrEnum):
    """Who deletes it; staff never where it may be an indecent image of a child (G-03)."""

    YOUNG_PERSON = "young_person"
    OWNER = "owner"
    STAFF = "staff"


AFTER: Mapping[tuple[DeletionState, DeletionAct], DeletionState] = MappingProxyType(
    {
        (DeletionState.ASKED, DeletionAct.ANSWERED): DeletionState.ASKED,
        (DeletionState.LOCKED, DeletionAct.ANSWERED): DeletionState.ASKED,
        (DeletionState.ALLOWED, DeletionAct.ANSWERED): DeletionState.ASKED,
        (DeletionState.ASKED, DeletionAct.ALLOWED): DeletionState.ALLOWED,
        (DeletionState.ALLOWED, DeletionAct.DONE): DeletionState.DONE,
    }
)
Answers = Mapping[str, str]
NOT_BY_STAFF = (
    "Staff never delete what may be a nude or sexual picture of a child. The young person deletes "
    "it, after the safeguarding lead has confirmed that no agency needs it."
)
POLICE_FIRST = "The device is held for the police: nothing on it is deleted."


@dataclass(frozen=True)
class Content:
    """What the school knows by itself about where the content lies; None for an account."""

    custody: State | None
    ground: Ground | None


def may_be_child_image(answers: Answers, content: Content) -> bool:
    """Say whether it may be an indecent image of a child; unknown counts as yes (G-35)."""
    return content.ground in SENSITIVE_GROUNDS or answers.get("suspects_child_image") != Said.NO


def gates_of(answers: Answers, content: Content) -> tuple[Gate, ...]:
    """Return the gates of a deletion with what each still needs (G-03)."""
    return (
        Gate("not_evidence", "No police hold, no evidence", _not_evidence(answers, content)),
        Gate("agencies", "No agency needs it", _agencies(answers)),
        Gate("no_child_at_risk", "No child put at risk", _no(answers, "child_at_risk")),
        Gate("no_inquiry_harmed", "No inquiry harmed", _no(answers, "inquiry_harmed")),
        Gate("deleter", "Deleted by the right person", _deleter(answers, content)),
        Gate("policy", "The policy that it broke", _policy(answers)),
    )


_ASK = {
    "is_evidence": "Say whether it may be evidence of an offence. If it may be, it stays.",
    "child_at_risk": "Say whether deleting it could put a child at risk. If it could, it stays.",
    "inquiry_harmed": "Say whether deleting it could harm an inquiry. If it could, it stays.",
}


def _no(answers: Answers, question: str) -> str | None:
    return None if answers.get(question) == Said.NO else _ASK[question]


def _not_evidence(answers: Answers, content: Content) -> str | None:
    if content.custody in {State.HELD_AS_EVIDENCE, State.WITH_POLICE}:
        return POLICE_FIRST
    return _no(answers, "is_evidence")


def _agencies(answers: Answers) -> str | None:
    if answers.get("agencies_not_needed") != Said.YES:
        return "Confirm that police, children's services and CEOP do not need it."
    return None if answers.get("agencies_confirmed_by") else "Say who confirmed it, and when."


def _deleter(answers: Answers, content: Content) -> str | None:
    if not answers.get("deleter"):
        return "Say who deletes it."
    is_young_person = answers["deleter"] == Deleter.YOUNG_PERSON
    if may_be_child_image(answers, content) and not is_young_person:
        return NOT_BY_STAFF
    return None


def _policy(answers: Answers) -> str | None:
    return None if answers.get("policy_breached") else "Say which policy or rule it broke."


def state_of(acts: Iterable[str], missing: list[str]) -> DeletionState:
    """Return where a decision stands after `acts`, with what is `missing` now."""
    state = DeletionState.ASKED
    for act in acts:
        state = AFTER.get((state, DeletionAct(act)), state)
    # a hold that comes after the decision locks it again (G-05)
    return DeletionState.LOCKED if missing and state is not DeletionState.DONE else state


def why_not_act(state: DeletionState, act: DeletionAct, missing: list[str]) -> str | None:
    """Return why `act` cannot follow in `state`, or None (G-03)."""
    if (state, act) in AFTER:
        return None
    if state is DeletionState.LOCKED and missing:
        return f"Deletion is locked: {missing[0]}"
    return _IMPOSSIBLE[state]


_IMPOSSIBLE = {
    DeletionState.ASKED: "Nobody has allowed this deletion yet.",
    DeletionState.LOCKED: "Deletion is locked.",
    DeletionState.ALLOWED: "This deletion is allowed already.",
    DeletionState.DONE: "This has been deleted already.",
}


def waits_for(state: DeletionState) -> list[str]:
    """Return what a decision still needs from somebody, as sentences for a list."""
    sentences = {
        DeletionState.ASKED: ["A lead allows it or leaves it"],
        DeletionState.LOCKED: ["Locked: see what is missing"],
        DeletionState.ALLOWED: ["To be deleted with a witness"],
    }
    return sentences.get(state, [])
