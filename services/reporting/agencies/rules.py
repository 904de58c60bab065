"""Which agencies a case may be taken to, and what a contact with one must say; pure."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.reporting.procedures.rules_words import AGENCIES

# What a decision may be about: nobody may leave these out without saying why (G-16).
ABOUT: Final = {
    "police": "the police",
    "parents": "the parents",
    "agency": "another agency",
    "viewing": "looking at something",
    "deletion": "deleting something",
    "other": "something else",
}
LONGEST_CHASE: Final = timedelta(days=60)


class Way(StrEnum):
    """How an agency was reached."""

    CALL = "call"
    FORM = "form"
    MEETING = "meeting"
    MESSAGE = "message"


def why_no_agency(agency: str) -> str | None:
    """Return the sentence that refuses an agency that is none."""
    return None if agency in AGENCIES else "Choose an agency from the list."


def why_not_chased_on(chase_on: date, today: date) -> str | None:
    """Return the sentence that refuses a day to ask again, or None."""
    if chase_on < today:
        return "Choose a day from today on."
    if chase_on - today > LONGEST_CHASE:
        return "Choose a day within the next 60 days."
    return None
