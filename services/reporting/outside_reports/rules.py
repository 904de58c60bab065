"""Who reports from outside, and what they call what staff call by a kind; pure."""

from typing import Final

from services.reporting.cases.models import Kind, RiskArea

# Every kind of person whom the policies name (D-2-1, A-1.1-1), and whoever else there is.
TELLERS: Final = {
    "parent": "A parent or carer",
    "pupil_family": "Somebody else of a child's family",
    "visitor": "A visitor",
    "volunteer": "A volunteer",
    "governor": "A governor",
    "contractor": "A contractor or somebody who works here for others",
    "community": "Somebody who uses the school's rooms or systems",
    "neighbour": "A neighbour or passer-by",
    "other": "Somebody else",
}
TOPICS: Final = {
    "stranger": (Kind.STRANGER_CONTACT, RiskArea.CONTACT, "Somebody online is after a child"),
    "image": (Kind.SEXUAL_IMAGE, RiskArea.CONDUCT, "A nude or sexual picture of a child"),
    "content": (Kind.HARMFUL_CONTENT, RiskArea.CONTENT, "Something a child saw online"),
    "unkind": (Kind.BULLYING, RiskArea.CONDUCT, "Bullying or unkind messages"),
    "money": (Kind.SCAM_OR_MONEY, RiskArea.COMMERCE, "Games, spending or a scam"),
    "adult": (Kind.STAFF_CONCERN, RiskArea.CONDUCT, "What an adult at the school does"),
    "something_else": (Kind.OTHER, RiskArea.NOT_SURE, "Something else"),
}
_PARENTS: Final = frozenset({"parent", "pupil_family"})


def source_of(teller: str) -> str:
    """Return whom lists and exports name as the source: a parent, or another adult outside."""
    return "parent" if teller in _PARENTS else "visitor"


def is_for_heads(teller: str, wanted: object) -> bool:
    """Say whether the head is told at once: a parent's report, where the school's profile says so.

    `wanted` is the profile's `notify.parent_reports_to` (A-1.5-26).
    """
    is_parent = source_of(teller) == "parent"
    return is_parent and isinstance(wanted, list) and "head" in wanted
