"""Whether a step applies, and which answer made it so; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.reporting.procedures.rules_words import DERIVED


class Reply(StrEnum):
    """What was answered; not sure protects as a yes does."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


@dataclass(frozen=True)
class Said:
    """One answer and when it was given."""

    reply: Reply
    at: datetime


@dataclass(frozen=True)
class Verdict:
    """YES or NO, or None where something else of the case decides it first; and why."""

    state: Reply | None
    because: str


APPLIES: Final = Verdict(Reply.YES, "")


def verdict_on(
    names: Iterable[str],
    answers: Mapping[str, Said],
    facts: Mapping[str, bool | None],
    questions: Mapping[str, str],
) -> Verdict:
    """Say whether a step with the condition `names` (any of them) applies.

    Only when each of them is a no does it not apply; an answer that is missing or unsure is a
    yes (G-35), a fact that is not decided yet makes the step wait.
    """
    wanted = tuple(names)
    if not wanted:
        return APPLIES
    held = [_holds(name, answers, facts) for name in wanted]
    if True in held:
        return APPLIES
    if None in held:
        return Verdict(None, "This waits for an earlier step of the case.")
    return Verdict(Reply.NO, _because(wanted, questions))


def _holds(name: str, answers: Mapping[str, Said], facts: Mapping[str, bool | None]) -> bool | None:
    if name in DERIVED:
        return facts.get(name, True)
    said = answers.get(name)
    return said is None or said.reply is not Reply.NO


def _because(names: tuple[str, ...], questions: Mapping[str, str]) -> str:
    """Return the answers that closed a step, as a sentence for its page."""
    reasons = [
        DERIVED.get(name) or f"“{questions.get(name, name)}” was answered no" for name in names
    ]
    return f"Not needed, because {' and '.join(reasons)}."
