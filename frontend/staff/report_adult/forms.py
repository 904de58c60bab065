"""A concern about an adult at school, or something that a colleague tells of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from frontend.staff.people import Named
from frontend.staff.report.forms import YES_NO_NOT_SURE, why_not_what_happened
from frontend.web.forms import new_key, text

KINDS: Mapping[str, tuple[str, str]] = {
    "staff_concern": (
        "An adult may have harmed a child, or may not be safe with children",
        "An allegation: the council officer for such cases (LADO) is asked within a working day",
    ),
    "staff_device": (
        "An adult used a phone, camera or account in a way the school does not allow",
        "For example a private phone in class, or photographs on it",
    ),
    "low_level_concern": (
        "Something small that does not fit the code of conduct",
        "It may be about yourself: telling is welcome",
    ),
    "contact_received": (
        "A pupil or parent contacted me on a personal account or phone",
        "Do not answer, and keep the message as it is",
    ),
    "relationship": (
        "I know a pupil or family from before, or need an exception",
        "Say who it is, on which platform, and since when",
    ),
}
WHO: Mapping[str, str] = {
    "one": "Somebody on the list of staff",
    "me": "Myself",
    "unknown": "Somebody at school, but I do not know who yet",
}
ASKS_WHO = frozenset({"staff_concern", "staff_device", "low_level_concern"})
CHOICES: Mapping[str, tuple[Mapping[str, object], str]] = {
    "kind": (KINDS, "Choose what is closest"),
    "danger_now": (YES_NO_NOT_SURE, "Say whether anybody may be in danger now"),
}


@dataclass(frozen=True)
class AdultForm:
    """The report about an adult as it stands on the page."""

    key: str = field(default_factory=new_key)
    kind: str = ""
    who: str = ""
    adult: Named | None = None
    adult_search: str = ""
    happened: str = field(default="", repr=False)
    danger_now: str = ""

    @classmethod
    def of(cls, form: FormData) -> "AdultForm":
        """Read what was sent; the key is the one that the form was shown with."""
        chosen = text(form, "adult")
        fields = ("kind", "who", "adult_search", "happened", "danger_now")
        return cls(
            key=text(form, "idempotency_key") or new_key(),
            adult=Named.of(chosen) if chosen else None,
            **{name: text(form, name) for name in fields},
        )

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field, in the order of the page."""
        found = {}
        if self.kind not in KINDS:
            found["kind"] = CHOICES["kind"][1]
        if self.kind in ASKS_WHO:
            found |= self._who_errors()
        if wrong := why_not_what_happened(self.happened):
            found["happened"] = wrong
        if self.danger_now not in YES_NO_NOT_SURE:
            found["danger_now"] = CHOICES["danger_now"][1]
        return found

    def _who_errors(self) -> dict[str, str]:
        if self.who not in WHO:
            return {"who": "Say who it is about, or that you do not know yet"}
        if self.who == "one" and self.adult is None:
            return {"adult_search": "Find the adult and choose them, or say that you do not know"}
        return {}

    def body(self, own_id: str) -> dict[str, Any]:
        """Return the report as reporting takes it; `own_id` is whoever reports."""
        about_me = self.kind == "relationship" or (self.kind in ASKS_WHO and self.who == "me")
        is_about_one = self.kind in ASKS_WHO and self.who == "one" and self.adult is not None
        subject = own_id if about_me else self.adult.id if is_about_one and self.adult else None
        return {
            "pupil_ids": [],
            "unknown_child": True,
            "happened": self.happened,
            "concern_type": "conduct",
            "kind": self.kind,
            "danger_now": self.danger_now,
            "told_dsl": False,
            "about_adult": "no" if self.kind == "contact_received" else "yes",
            "subject_person_id": subject,
        }
