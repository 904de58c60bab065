"""What no school and no definition may switch off: guards over the steps of a case, found by kind.

A locked step opens only when its questions were answered in writing, as the guard wants them;
a question that nobody has answered keeps it locked (G-35).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.reporting.procedures.rules_definition import Step
from services.reporting.procedures.rules_words import Need, Skip, StepKind


@dataclass(frozen=True)
class Lock:
    """A guard's questions, each with the answer (yes or no) that it wants; all must be so."""

    guard: str
    sentence: str
    questions: Mapping[str, tuple[str, bool]]


LADO_FIRST: Final = "G-14"
LADO_SENTENCE: Final = "This waits for the LADO's advice. Record that step first."
_TELLING: Final = (
    "Would telling the parents put a child at risk, or is a parent suspected? Write how you know."
)
LOCKS: Final[Mapping[StepKind, Lock]] = {
    StepKind.VIEWING: Lock(
        "G-02",
        "Nobody looks before the reason, who agreed, the witness and the place are written down.",
        {
            "viewing_justified": ("Is there a clear need, and no other way? Write why.", True),
            "viewing_authorised": ("Has somebody agreed to it? Write who.", True),
            "viewing_witnessed": ("Will a witness be there? Write who.", True),
            "viewing_in_school": ("Will it be in school, without distress? Write where.", True),
        },
    ),
    StepKind.DELETION: Lock(
        "G-03",
        "Deleting is locked until it is written down that nobody needs what would be deleted.",
        {
            "agencies_not_needed": ("Have the agencies said they are not needed? Write who.", True),
            "child_at_risk_if_deleted": ("Would deleting put a child at risk? Write why.", False),
            "inquiry_harmed": ("Would deleting harm an inquiry? Write why.", False),
            "police_hold": ("Do the police want it kept? Write who said so.", False),
        },
    ),
    StepKind.BEYOND_SCHOOL: Lock(
        "G-18",
        "Nothing goes beyond the school before the police or the council have advised.",
        {"advice_recorded": ("Have the police or the council advised? Write who and what.", True)},
    ),
    StepKind.PARENTS: Lock(
        "G-17",
        "No parent is told before somebody has written down that telling is safe.",
        {
            "telling_is_a_risk": (_TELLING, False),
        },
    ),
}
AFTER_LADO: Final = frozenset({StepKind.INVESTIGATION, StepKind.TELL_SUBJECT})
GUARD_QUESTIONS: Final[Mapping[str, str]] = {
    key: text for lock in LOCKS.values() for key, (text, _) in lock.questions.items()
}


@dataclass(frozen=True)
class TooWeak:
    """Which key of a step is weaker than a guard, and why."""

    key: str
    why: str


def why_too_weak(step: Step) -> TooWeak | None:
    """Return where a definition is weaker than a guard allows, or None (architecture.md 8)."""
    is_lado = step.kind is StepKind.LADO
    alone = step.skip is Skip.REASON
    checks = (
        (step.kind is StepKind.POLICE and alone, "skip", "one person alone skips it (G-15)"),
        (is_lado and alone, "skip", "one person alone cancels telling the LADO (G-14)"),
        (is_lado and step.due not in _LADO_CLOCK, "due", "is more than one working day (G-14)"),
        (
            (step.need is Need.CONDITIONAL) != bool(step.when),
            "when",
            "a conditional step, and only one, says when it applies (G-35)",
        ),
    )
    return next((TooWeak(key, why) for is_weak, key, why in checks if is_weak), None)


_LADO_CLOCK: Final = frozenset({"now", "1h", "eod", "1wd"})
