"""The form for adults outside the school: who tells, about which child, what happened."""

from dataclasses import dataclass, field, fields
from typing import Any

from starlette.datastructures import FormData

from frontend.web.forms import new_key, text, why_too_long

TELLERS = {
    "parent": "A parent or carer of a child here",
    "pupil_family": "Somebody else of a child's family",
    "neighbour": "A neighbour or passer-by",
    "visitor": "A visitor",
    "volunteer": "A volunteer",
    "governor": "A governor",
    "contractor": "Somebody who works here for another firm",
    "community": "Somebody who uses the school's rooms or computers",
    "other": "Somebody else",
}
TOPICS = {
    "stranger": "Somebody online is after a child",
    "image": "A nude or sexual picture of a child",
    "content": "Something that a child saw online",
    "unkind": "Bullying or unkind messages",
    "money": "Games, spending or a scam",
    "adult": "What an adult at the school does",
    "something_else": "Something else",
}
YES_NO = {"yes": "Yes", "no": "No", "not_sure": "I am not sure"}
SHORT_AT_MOST = 300
_CHOICES = {
    "teller": (TELLERS, "Choose who you are"),
    "topic": (TOPICS, "Choose what it is about"),
    "danger_now": (YES_NO, "Say whether a child may be in danger now"),
    "about_adult": (YES_NO, "Say whether it is about an adult at the school"),
}
_SHORT = {"child": "the child", "adult": "the adult", "name": "your name", "reach": "your number"}


@dataclass(frozen=True)
class OutsideForm:
    """The report as it stands on the page."""

    key: str = field(default_factory=new_key)
    teller: str = ""
    topic: str = ""
    happened: str = field(default="", repr=False)
    child: str = field(default="", repr=False)
    danger_now: str = ""
    about_adult: str = ""
    adult: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    reach: str = field(default="", repr=False)

    @classmethod
    def of(cls, form: FormData) -> "OutsideForm":
        """Read what was sent; the key is the one that the form was shown with."""
        asked = {one.name: text(form, one.name) for one in fields(cls) if one.name != "key"}
        return cls(key=text(form, "idempotency_key") or new_key(), **asked)

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field, in the order of the page."""
        wrong = {one: self._unchosen(one) for one in ("teller", "topic")}
        wrong["happened"] = _unwritten(self.happened)
        wrong |= {one: self._unchosen(one) for one in ("danger_now", "about_adult")}
        wrong |= {one: _too_long(getattr(self, one), what) for one, what in _SHORT.items()}
        return {name: sentence for name, sentence in wrong.items() if sentence}

    def _unchosen(self, one: str) -> str:
        choices, sentence = _CHOICES[one]
        return "" if getattr(self, one) in choices else sentence

    def body(self, page_code: str) -> dict[str, Any]:
        """Return the report as reporting takes it."""
        asked = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "key"}
        return {"page_code": page_code, **{name: said or None for name, said in asked.items()}}


def _unwritten(happened: str) -> str:
    return why_too_long(happened) if happened else "Write what you saw or heard"


def _too_long(said: str, what: str) -> str:
    if len(said) <= SHORT_AT_MOST:
        return ""
    return f"Shorten what you wrote about {what} to 300 characters"
