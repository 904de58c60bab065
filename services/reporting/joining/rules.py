"""What a case becomes that another one is joined to: the worst reading of both; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.reporting.cases.models import Severity
from services.reporting.cases.permissions import is_lower
from services.reporting.procedures.rules_conditions import Reply

# The worst answer to "is it about a grown-up at school" first.
_WORST_FIRST: Final = ("yes", "not_sure", "skipped", "no")


@dataclass(frozen=True)
class Weight:
    """What makes a case pressing."""

    severity: str
    danger: bool
    about_adult: str
    needs_lado: bool
    waiting_since: datetime


def moves_of(kept: Weight, joined: Weight) -> dict[str, Any]:
    """Return what moves in the case that is kept: nothing of either ever becomes milder.

    Its outcome has to be set anew, and a pause ends: there is more in it now.
    """
    lower = is_lower(Severity(kept.severity), Severity(joined.severity))
    answers = (kept.about_adult, joined.about_adult)
    return {
        "severity": joined.severity if lower else kept.severity,
        "danger": kept.danger or joined.danger,
        "about_adult": min(answers, key=_WORST_FIRST.index),
        "needs_lado": kept.needs_lado or joined.needs_lado,
        "waiting_since": min(kept.waiting_since, joined.waiting_since),
        "has_outcome": False,
        "paused_until": None,
    }


def answers_taken_over(
    kept: Mapping[str, str | None], joined: Mapping[str, str | None]
) -> tuple[str, ...]:
    """Return the questions that only the joined case answers with yes: they count in both."""
    return tuple(
        question
        for question, reply in joined.items()
        if reply == Reply.YES and kept.get(question) != Reply.YES
    )
