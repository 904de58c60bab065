"""Who may record which child told without a name; one sentence refuses."""

from typing import Final

LEADS: Final = frozenset({"dsl", "ddsl", "head", "chair"})
ONLY_A_LEAD: Final = (
    "Only the DSL, a deputy, the head or the chair records who told without a name."
)
NOT_A_CHILD: Final = "This was not told on the children's page: whoever told it is known."
KNOWN_ALREADY: Final = "It is recorded already that this child told it."


def why_not_unmask(source: str, roles: frozenset[str], *, is_known: bool) -> str | None:
    """Return the sentence that refuses to record who told, or None."""
    reasons = (
        (not roles & LEADS, ONLY_A_LEAD),
        (source != "pupil", NOT_A_CHILD),
        (is_known, KNOWN_ALREADY),
    )
    return next((sentence for refuses, sentence in reasons if refuses), None)
