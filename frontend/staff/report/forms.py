"""What a member of staff saw or heard: one page, few questions, nothing lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from frontend.staff.kinds import REPORTED, RISK_AREAS
from frontend.staff.people import Named
from frontend.web.forms import new_key, text, texts, why_too_long

YES_NO_NOT_SURE = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}
TOLD = {"yes": "Yes, I have spoken to them", "no": "Not yet"}

CHOICES: Mapping[str, tuple[Mapping[str, object], str]] = {
    "danger_now": (YES_NO_NOT_SURE, "Say whether anybody may be in danger now"),
    "told_dsl": (TOLD, "Say whether you have told the safeguarding lead in person"),
    "kind": (REPORTED, "Choose what is closest. “Something else, or not sure” is fine"),
    "risk_area": (RISK_AREAS, "Choose an area. “Not sure” is fine"),
    "about_adult": (YES_NO_NOT_SURE, "Say whether this is about an adult at school"),
}


def why_not_what_happened(words: str) -> str:
    """Return what to say where nothing was written, or more than we take; "" otherwise."""
    return why_too_long(words) if words else "Write what was seen or said"


@dataclass(frozen=True)
class ReportForm:
    """The report as it stands on the page."""

    key: str = field(default_factory=new_key)
    pupils: tuple[Named, ...] = ()
    unknown_child: bool = False
    child_search: str = ""
    happened: str = field(default="", repr=False)
    danger_now: str = ""
    told_dsl: str = ""
    risk_area: str = ""
    kind: str = ""
    about_adult: str = ""
    adult: Named | None = None
    adult_search: str = ""

    @classmethod
    def of(cls, form: FormData) -> "ReportForm":
        """Read what was sent; the key is the one that the form was shown with."""
        chosen = text(form, "adult")
        return cls(
            key=text(form, "idempotency_key") or new_key(),
            pupils=tuple(Named.of(value) for value in dict.fromkeys(texts(form, "pupil"))),
            unknown_child=text(form, "unknown_child") == "yes",
            child_search=text(form, "child_search"),
            happened=text(form, "happened"),
            adult=Named.of(chosen) if chosen else None,
            adult_search=text(form, "adult_search"),
            **{name: text(form, name) for name in CHOICES},
        )

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field, in the order of the page."""
        found = {}
        if not self.pupils and not self.unknown_child:
            found["child_search"] = "Find the child, or tick “I don't know which child”"
        if wrong := why_not_what_happened(self.happened):
            found["happened"] = wrong
        for name, (choices, sentence) in CHOICES.items():
            if getattr(self, name) not in choices:
                found[name] = sentence
        return found

    def body(self) -> dict[str, Any]:
        """Return the report as reporting takes it."""
        names_adult = self.about_adult != "no" and self.adult is not None
        return {
            "pupil_ids": [pupil.id for pupil in self.pupils],
            "unknown_child": self.unknown_child,
            "happened": self.happened,
            "concern_type": self.risk_area,
            "kind": self.kind,
            "danger_now": self.danger_now,
            "told_dsl": self.told_dsl == "yes",
            "about_adult": self.about_adult,
            "subject_person_id": self.adult.id if names_adult and self.adult else None,
        }
