"""Questions about a search, a deletion or a quarantine, and what somebody answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from starlette.datastructures import FormData

from frontend.web.forms import new_key, text

Choices = Mapping[str, str | tuple[str, str]]
YES_NO: Choices = {"yes": "Yes", "no": "No"}
YES_NO_UNSURE: Choices = {"yes": "Yes", "no": "No", "not_sure": "I am not sure"}


class Look(StrEnum):
    """How a question is asked."""

    RADIOS = "radios"
    ROW = "row"  # radios beside each other
    WORDS = "words"
    LINE = "line"
    PERSON = "person"


@dataclass(frozen=True)
class Question:
    """One question; `missing` is said where an answer is needed and there is none."""

    name: str
    label: str
    look: Look = Look.LINE
    choices: Choices = field(default_factory=dict)
    hint: str = ""
    missing: str = ""
    is_truth: bool = False  # yes and no travel as true and false


@dataclass(frozen=True)
class Act:
    """One act on the page of a proceeding; `may` names devices' own sentence about it."""

    path: str
    may: str
    title: str
    button: str
    questions: tuple[Question, ...] = ()
    is_warning: bool = False
    lead: str = ""


@dataclass(frozen=True)
class Journey:
    """One kind of proceeding in the words of its pages."""

    path: str
    title: str
    one: str
    new: str
    new_button: str
    questions: tuple[Question, ...]
    opening: tuple[Question, ...]
    acts: tuple[Act, ...]
    states: Mapping[str, str]
    looks: Mapping[str, str]
    events: Mapping[str, str]
    said: tuple[str, ...]  # what the reader must know before the first question
    red: str
    answers_title: str = ""
    guidance: str = ""
    opened: str = ""

    def act(self, path: str) -> Act | None:
        """Return the act with this path, or None."""
        return next((one for one in self.acts if one.path == path), None)


@dataclass(frozen=True)
class Filled:
    """What somebody sent for one act; "new" opens a proceeding."""

    act: str
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    key: str = field(default_factory=new_key)
    confirmed_no_code: bool = False

    @classmethod
    def of(cls, act: str, questions: tuple[Question, ...], form: FormData) -> "Filled":
        """Read the answers to `questions`."""
        return cls(
            act,
            {one.name: text(form, one.name) for one in questions},
            text(form, "idempotency_key") or new_key(),
            text(form, "confirmed_no_code") == "yes",
        )

    def errors(self, questions: tuple[Question, ...]) -> dict[str, str]:
        """Return what is missing, by the id of its field on the page."""
        return {
            f"{self.act}-{one.name}": one.missing
            for one in questions
            if one.missing and not self.fields.get(one.name)
        }

    def body(self, questions: tuple[Question, ...]) -> dict[str, Any]:
        """Return the answers as devices takes them."""
        truths = {one.name for one in questions if one.is_truth}
        given: dict[str, Any] = {
            name: value == "yes" if name in truths else value or None
            for name, value in self.fields.items()
        }
        return given | {"confirmed_no_code": self.confirmed_no_code}
