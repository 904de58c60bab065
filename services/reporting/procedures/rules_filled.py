"""What Lantern answers by itself, from what the school knows of a child; pure.

Only ever in the way that protects: a date of birth can say that a child is under 13, never that
a question is done with.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.reporting.procedures.rules_conditions import Reply, Said

UNDER_13: Final = "under_13_sexual_act"
_YEARS: Final = 13
# Parts in which a child is not one of those whom it happened to, or who did it.
_BESIDE_IT: Final = frozenset({"witness", "told_an_adult", "mentioned"})


@dataclass(frozen=True)
class Born:
    """When a linked child was born, and which part they have in the case."""

    on: date
    role: str


def is_under_13(born_on: date, today: date) -> bool:
    """Say whether somebody born on `born_on` has not had their 13th birthday yet."""
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return years < _YEARS


def filled_in(
    questions: Collection[str],
    answered: Mapping[str, Said],
    children: Iterable[Born],
    began_at: datetime,
) -> dict[str, Said]:
    """Return what Lantern answers of `questions`: nothing that a person has answered.

    A child who is linked, and neither only saw it nor only told it, counts from the case's
    beginning (`began_at`).
    """
    if UNDER_13 not in questions or UNDER_13 in answered:
        return {}
    today = began_at.date()
    concerned = [one for one in children if one.role not in _BESIDE_IT]
    young = any(is_under_13(one.on, today) for one in concerned)
    return {UNDER_13: Said(Reply.YES, began_at)} if young else {}
