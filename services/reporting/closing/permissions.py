"""When a case that runs a procedure can be closed, and by whom (G-19)."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from services.reporting.cases.rules import Seats
from services.reporting.procedures.queries import Running
from services.reporting.procedures.rules_engine import StepNow, left_open

NOBODY_LEADS: Final = "Somebody has to take this case, so that a colleague of theirs can close it."
NOT_BY_ITS_OWNER: Final = (
    "Whoever leads a case does not close it. A colleague who reads it looks through the steps"
    " and closes it."
)
THE_CHAIR_LEADS: Final = (
    "The chair of governors leads this case, so the safeguarding governor signs its closing. If"
    " they cannot, write down how the LADO agreed: who, when, and in which letter or message."
)
ALLEGATION: Final = "allegation"
_NAMED_AT_MOST: Final = 3


def why_not_close(running: Running | None, *, owner_id: UUID | None, by_id: UUID) -> str | None:
    """Return the sentence that refuses to close a case, or None; no procedure, no objection."""
    if running is None:
        return None
    left = left_open(running.steps)
    if left:
        return _still_open(left)
    if owner_id is None:
        return NOBODY_LEADS
    return NOT_BY_ITS_OWNER if owner_id == by_id else None


def needs_lado_agreement(
    running: Running | None, *, owner_id: UUID | None, seats: Seats, by_id: UUID
) -> bool:
    """Say whether this person closes only with the LADO's written agreement.

    So it is where the chair leads a case about an adult and the closer is not the safeguarding
    governor: nobody at school stands above the chair.
    """
    is_about_adult = running is not None and running.procedure.confidential == ALLEGATION
    return is_about_adult and owner_id in seats.chairs and by_id not in seats.governors


def _still_open(left: Sequence[StepNow]) -> str:
    count = "One step is" if len(left) == 1 else f"{len(left)} steps are"
    named = "; ".join(f"\u201c{one.step.text}\u201d" for one in left[:_NAMED_AT_MOST])
    more = "" if len(left) <= _NAMED_AT_MOST else " and others"
    return f"{count} neither done nor left out with a reason: {named}{more}."
