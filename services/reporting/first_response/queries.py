"""Take the first-response card of a kind from its procedure; pure."""

from typing import Final

from services.reporting.cases.models import Kind
from services.reporting.first_response.schemas import Asked, FirstResponse
from services.reporting.procedures.rules import BY_KIND
from services.reporting.procedures.rules_words import Part
from services.reporting.procedures.schemas import Library

# Whoever sees it does these steps themselves, at once.
_THEIRS: Final = frozenset({"staff", "any_adult", "reporter", "class_teacher"})
_AT_ONCE: Final = frozenset({"now", "1h", "eod"})
ASKED_AT_MOST: Final = 4


def first_response_to(kind: Kind, library: Library) -> FirstResponse:
    """Return what to do first and never for `kind`, and what its procedure asks."""
    procedure = library.procedures[BY_KIND[kind]]
    own = [step for step in procedure.steps if step.part is Part.OWN]
    asks = [key for key in procedure.ask if key not in library.yes_no][:ASKED_AT_MOST]
    return FirstResponse(
        kind=kind,
        title=procedure.title,
        about=procedure.about,
        risk_area=procedure.risk_areas[0],
        first=[one.text for one in own if one.by in _THEIRS and one.due in _AT_ONCE],
        never=[library.prohibitions[one] for one in procedure.forbidden],
        asks=[
            Asked(key=key, text=library.questions[key], choices=list(library.choices.get(key, ())))
            for key in asks
        ],
    )
