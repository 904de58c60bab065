"""When a parent may be told about a case, and in which words (G-17); pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Final
from uuid import UUID

FIELDS: Final = frozenset({"child", "school"})
QUESTION: Final = "telling_is_a_risk"
ASK: Final = "Would telling them put a child at risk, or is a parent suspected?"
NEEDS_THE_ANSWER: Final = (
    "Before a parent is told, answer: would telling them put a child at risk, or is a parent "
    "suspected?"
)
NEEDS_HOW: Final = "Write how you know. It is kept with the case."
NEEDS_A_REVIEW: Final = "Say on which day you will look at this again: today or later."
CHOOSE_WORDS: Final = "Choose the words that the parent will read."
TRIAGE_FIRST: Final = "Triage this case first: its procedure says when parents are told."
NOT_YOURS: Final = "Only the safeguarding team decides whether a parent is told."
NOT_LISTED: Final = "This adult is not on the child's list."
BARRED: Final = "This adult must not be told: the school's list says no contact."
SHARED: Final = (
    "This adult's e-mail or telephone is shared with somebody who must not know. Speak to them "
    "yourself, face to face."
)
NO_MAILBOX: Final = "The school has no e-mail address for this adult. Ring them."
KEPT_OUT: Final = "This adult must not be told about this case."
READ_ALREADY: Final = "This parent has read it already."
REMINDED_ALREADY: Final = "A reminder went out today. Ring this parent instead."


class Answer(StrEnum):
    """The answer to G-17's question; only a no lets a parent be told."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class NoticeAct(StrEnum):
    """What happens to a notice; each becomes one row, none is changed."""

    NEW_CODE = "new_code"
    WRONG_CODE = "wrong_code"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CALL_WANTED = "call_wanted"
    LANGUAGE_WANTED = "language_wanted"
    REMINDED = "reminded"


# What a parent can send back, and what the chronology calls it.
REPLIES: Final[Mapping[NoticeAct, str]] = {
    NoticeAct.ANSWERED: "parent_answered",
    NoticeAct.CALL_WANTED: "parent_wants_call",
    NoticeAct.LANGUAGE_WANTED: "parent_wants_language",
}


@dataclass(frozen=True)
class Guardian:
    """One adult of a child as the directory and the case know them now."""

    pupil_id: UUID
    person_id: UUID
    display_name: str
    relationship: str
    is_barred: bool
    shares_channel_with_barred: bool
    has_mailbox: bool
    is_kept_out: bool

    @property
    def may_read(self) -> bool:
        """Say whether a page that was told may still be read by this adult (T4)."""
        return not (self.is_barred or self.is_kept_out)


@dataclass(frozen=True)
class Template:
    """The words of one notice; `suits` names procedures, and is empty where it fits every one."""

    key: str
    label: str
    title: str
    paragraphs: tuple[str, ...]
    suits: tuple[str, ...] = ()


def why_not_told(guardian: Guardian | None) -> str | None:
    """Return why a notice may not go to this adult, or None (T4, G-12)."""
    if guardian is None:
        return NOT_LISTED
    reasons = (
        (guardian.is_barred, BARRED),
        (guardian.is_kept_out, KEPT_OUT),
        (guardian.shares_channel_with_barred, SHARED),
        (not guardian.has_mailbox, NO_MAILBOX),
    )
    return next((sentence for refuses, sentence in reasons if refuses), None)


def what_is_missing(
    answer: Answer | None, how: str, review_on: date | None, today: date
) -> dict[str, str]:
    """Return what a decision still lacks, by field: an answer, how one knows, a day to review."""
    missing = {}
    if answer is None:
        missing["would_telling_put_child_at_risk"] = NEEDS_THE_ANSWER
    if not how:
        missing["reason"] = NEEDS_HOW
    holds_back = answer in {Answer.YES, Answer.NOT_SURE}
    if holds_back and (review_on is None or review_on < today):
        missing["review_on"] = NEEDS_A_REVIEW
    return missing


def fitting(templates: Iterable[Template], procedure_id: str) -> tuple[Template, ...]:
    """Return the templates for a procedure, its own first."""
    known = tuple(templates)
    own = [one for one in known if procedure_id in one.suits]
    return (*own, *(one for one in known if not one.suits))


def words_of(template: Template, child: str, school: str) -> dict[str, object]:
    """Return the notice as the parent will read it."""
    names = {"child": child, "school": school}
    return {
        "school": school,
        "child": child,
        "title": template.title.format(**names),
        "paragraphs": [one.format(**names) for one in template.paragraphs],
        "ring": f"Ring the office of {school} on the number you always use. Please do not ring or "
        f"message {child} about it during the school day.",
    }


def strange_fields(template: Template) -> set[str]:
    """Return every field of a template that nobody could fill in."""
    texts = (template.title, template.label, *template.paragraphs)
    named = {name for one in texts for _, name, _, _ in Formatter().parse(one) if name is not None}
    return named - FIELDS
