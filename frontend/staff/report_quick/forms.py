"""A short report of one kind: what was seen, where, on whose device, what the procedure asks."""

from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from frontend.clients.reporting import FirstResponse
from frontend.staff.people import Named
from frontend.staff.report.forms import YES_NO_NOT_SURE, why_not_what_happened
from frontend.web.forms import new_key, text, texts

PLACES = {
    "lesson": "At school, in a lesson",
    "school": "At school, outside lessons",
    "club": "A club, before or after school",
    "home": "At home",
    "elsewhere": "Somewhere else",
    "not_known": "Not known",
}
EQUIPMENT = {
    "school": "The school's",
    "own": "The child's or family's own",
    "other": "Somebody else's",
    "not_known": "Not known",
}


@dataclass(frozen=True)
class QuickForm:
    """The report as it stands on the page; `more` by the key of the question."""

    key: str = field(default_factory=new_key)
    pupils: tuple[Named, ...] = ()
    child_search: str = ""
    happened: str = field(default="", repr=False)
    danger_now: str = ""
    about_adult: str = ""
    place: str = ""
    equipment: str = ""
    more: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, form: FormData, card: FirstResponse) -> "QuickForm":
        """Read what was sent; the key is the one that the form was shown with."""
        names = ("child_search", "happened", "danger_now", "about_adult", "place", "equipment")
        return cls(
            key=text(form, "idempotency_key") or new_key(),
            pupils=tuple(Named.of(value) for value in dict.fromkeys(texts(form, "pupil"))),
            more={one.key: text(form, f"more-{one.key}") for one in card.asks},
            **{name: text(form, name) for name in names},
        )

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field, in the order of the page."""
        found = {}
        if wrong := why_not_what_happened(self.happened):
            found["happened"] = wrong
        if self.danger_now not in YES_NO_NOT_SURE:
            found["danger_now"] = "Say whether anybody may be in danger now"
        if self.about_adult not in YES_NO_NOT_SURE:
            found["about_adult"] = "Say whether this is about an adult at school"
        return found

    def body(self, card: FirstResponse) -> dict[str, Any]:
        """Return the report as reporting takes it."""
        return {
            "pupil_ids": [pupil.id for pupil in self.pupils],
            "unknown_child": not self.pupils,
            "happened": self.happened,
            "concern_type": card.risk_area,
            "kind": card.kind,
            "danger_now": self.danger_now,
            "told_dsl": False,
            "about_adult": self.about_adult,
            "place": self.place or None,
            "equipment": self.equipment or None,
            "more": [{"question": key, "words": said} for key, said in self.more.items() if said],
        }
