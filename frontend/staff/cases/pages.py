"""The case page: what to do now, the words as given, what happened, what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass

from frontend.clients.case_pages import Case, KeptOut
from frontend.staff.people import Named

TO_DO = {
    "acknowledge": "Say that you have seen it. This stops the alert from moving on to others.",
    "take": "Take it, so that everybody knows who leads.",
    "triage": "Read the words, then set how severe it is and what kind.",
    "set_outcome": "Record the outcome when the work is done.",
    "close": "Close the case with a reason.",
}
NOT_OPEN = "This cannot be done now."


@dataclass(frozen=True)
class Step:
    """One thing to do, and whether it is open to this person now; `why_not` where it is not."""

    act: str
    sentence: str
    why_not: str | None


def steps_of(case: Case) -> list[Step]:
    """Return what to do, in order, each with reporting's own sentence where it is not open."""
    return [Step(act, sentence, why_not(case.may, act)) for act, sentence in TO_DO.items()]


def why_not(may: Mapping[str, str | None], act: str) -> str | None:
    """Return None where `act` may be done, reporting's sentence where not."""
    return may.get(act, NOT_OPEN)


# Why somebody does not see a case, for those who do; reporting's words on the left.
KEPT_OUT = {
    "subject": "it is about them",
    "asked_by_child": "the child asked for this",
    "named_in_words": "their name stands in the words",
    "shares_mailbox": "shares a mailbox with somebody it is about",
    "shares_mailbox_of_named": "shares a mailbox with somebody named in the words",
    "until_triage": "until triage",
}
MAY_BE_CLEARED = frozenset({"named_in_words", "shares_mailbox_of_named", "until_triage"})


def linked_children(case: Case) -> tuple[Named, ...]:
    """Return the children of a case as they stand in the triage form."""
    return tuple(Named(str(one.id), one.display_name) for one in case.pupils)


def may_be_cleared(case: Case) -> list[KeptOut]:
    """Return who is kept out only because of a name in the words, until somebody has looked."""
    return [one for one in case.kept_out if one.why in MAY_BE_CLEARED]
