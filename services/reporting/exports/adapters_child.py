"""What a child did beside writing: cards, what was left out, and the drawings; pure."""

from services.reporting.concerns.rules import DRAWING
from services.reporting.exports.queries import CaseRecord, Record, Told
from services.reporting.exports.schemas import NOT_ANSWERED
from services.shared import drawings

_LEFT_OUT = {
    "safe_now": "whether they are safe",
    "feelings": "how they feel",
    "topics": "what it is about",
    "account": "what happened",
    "chosen_adult": "whom they would like to talk to",
    "about_adult": "whether it is about a grown-up at school",
}


def incident_id(case: CaseRecord, number: int) -> str:
    """Return the id of the concern at `number` (from 1) of a case."""
    return case.summary.reference if number == 1 else f"{case.summary.reference}-{number}"


def cards(told: Told) -> str:
    """Return what a child chose from the picture cards and left out, as sentences for staff."""
    chosen = {
        "Safe now": _said(told, "safe_now"),
        "Feels": _said(told, "feelings"),
        "It is about": _said(told, "topics"),
        "Left out by the child": ", ".join(
            name for key, name in _LEFT_OUT.items() if told.answers.get(key) == NOT_ANSWERED
        ),
    }
    return " ".join(f"{name}: {said}." for name, said in chosen.items() if said)


def _said(told: Told, key: str) -> str:
    answer = told.answers.get(key, "")
    return "" if answer == NOT_ANSWERED else answer


def drawings_of(case: CaseRecord, number: int) -> dict[str, str]:
    """Return the drawings of one concern by the name of their file, the newest version first."""
    told = case.told[number - 1]
    drawn = [one.get(DRAWING, "") for one in (told.answers, *told.before)]
    different = [one for one in dict.fromkeys(drawn) if one]
    return {
        f"drawings/{incident_id(case, number)}{f'-before-{at}' if at else ''}.svg": one
        for at, one in enumerate(different)
    }


def drawn_files(record: Record) -> dict[str, bytes]:
    """Return every drawing of the record as an SVG picture, made anew from its numbers alone."""
    return {
        name: drawings.as_svg(drawing).encode()
        for case in record.cases
        for number in range(1, len(case.told) + 1)
        for name, drawing in drawings_of(case, number).items()
    }
