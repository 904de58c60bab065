"""What a child's answers mean to staff, how urgent they are, and what may be promised; pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from services.reporting.cases.models import Kind, RiskArea, Severity
from services.reporting.cases.rules import AboutAdult
from services.reporting.concerns.rules import Urgency

LEFT_BEFORE_HOME_TIME: Final = timedelta(hours=1)
NOW: Final = "A grown-up is being told right now."
# What a child says it is about -> what staff call it.
CHILD_TOPICS: Final = {
    "saw_something": (Kind.HARMFUL_CONTENT, RiskArea.CONTENT),
    "unkind": (Kind.BULLYING, RiskArea.CONDUCT),
    "stranger": (Kind.STRANGER_CONTACT, RiskArea.CONTACT),
    "secret_or_picture": (Kind.STRANGER_CONTACT, RiskArea.CONTACT),
    "did_something": (Kind.OTHER, RiskArea.CONDUCT),
    "something_else": (Kind.OTHER, RiskArea.NOT_SURE),
    "do_not_know": (Kind.OTHER, RiskArea.NOT_SURE),
}
# Worst first: one case has one kind until somebody triages it.
_WORST_FIRST: Final = ("secret_or_picture", "stranger", "saw_something", "unkind", "did_something")
_URGENT_TOPICS: Final = frozenset({"stranger", "secret_or_picture"})


def child_urgency(
    *, is_safe: bool | None, topics: Iterable[str], about_adult: AboutAdult
) -> Urgency:
    """Return the urgency of a child's report (rules-and-procedures.md 1, "Severity")."""
    if is_safe is False:
        return Urgency(Severity.CRITICAL, "severity.child_at_risk_now")
    if about_adult in {AboutAdult.YES, AboutAdult.NOT_SURE}:
        return Urgency(Severity.HIGH, "severity.adult_at_school")
    if _URGENT_TOPICS & set(topics):
        return Urgency(Severity.HIGH, "severity.likely_significant_harm")
    return Urgency(Severity.MEDIUM, "severity.same_day_look")


def kind_of_topics(topics: Iterable[str], about_adult: AboutAdult) -> tuple[Kind, RiskArea]:
    """Return what a child's picture cards mean to staff; the worst card decides."""
    chosen = set(topics)
    for topic in _WORST_FIRST:
        if topic in chosen:
            return CHILD_TOPICS[topic]
    if about_adult is AboutAdult.YES:
        return Kind.STAFF_CONCERN, RiskArea.NOT_SURE
    return Kind.OTHER, RiskArea.NOT_SURE


def promise(moment: datetime, *, ends_at: datetime | None, next_day: str) -> str:
    """Return when a grown-up will come, honestly: `ends_at` is today's home time.

    It is None where there is no school today; `next_day` is the next school day's name. Where a
    child is not safe, NOW is the answer instead.
    """
    if ends_at is not None and moment + LEFT_BEFORE_HOME_TIME <= ends_at:
        return "A grown-up will look at this today, before home time."
    return f"A grown-up will look at this on {next_day}, when school is open."


# What the cards say to the child; the safeguarding lead reads the answer as it was given.
CARD_WORDS: Final = {
    "sad": "Sad",
    "scared": "Scared",
    "cross": "Cross",
    "mixed_up": "Mixed up",
    "ok": "OK",
    "saw_something": "I saw something yucky or scary",
    "unkind": "Someone was unkind",
    "stranger": "Someone I don't know talked to me",
    "secret_or_picture": "Someone wants a secret, a picture or to meet",
    "did_something": "I did something and I am worried",
    "something_else": "Something else",
    "do_not_know": "I don't know",
}


def card_words(card: str) -> str:
    """Return what the card `card` says; a card of a newer page is spelled out."""
    return CARD_WORDS.get(card, card.replace("_", " ").replace("-", " "))
