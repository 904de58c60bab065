"""What somebody fills in about a device; what is missing is said before anything is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData

from frontend.staff.devices.words import KINDS, POWER_STATES, TAKING_GROUNDS, YES_NO
from frontend.staff.people import Named
from frontend.web.forms import new_key, text

DESCRIPTION_AT_MOST = 1000
NAMED = "named:"
CHOICES: Mapping[str, tuple[Mapping[str, object], str]] = {
    "ground": (TAKING_GROUNDS, "Choose why it was taken"),
    "possible_evidence": (YES_NO, "Say whether the police may need it"),
    "kind": (KINDS, "Choose what it is"),
    "power_state": (POWER_STATES, "Say how it was. Do not switch it on to find out"),
}


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class TakeForm:
    """The page on which a device is taken, as it stands."""

    key: str = field(default_factory=new_key)
    owner: str = "pupil"
    pupil: Named | None = None
    child_search: str = ""
    ground: str = ""
    kind: str = ""
    description: str = field(default="", repr=False)
    power_state: str = ""
    place: str = ""
    seal_number: str = ""
    possible_evidence: str = ""
    link_id: str = ""
    confirmed_no_code: bool = False

    @classmethod
    def of(cls, form: FormData) -> "TakeForm":
        """Read what was sent; the key is the one that the form was shown with."""
        plain = ("child_search", "description", "place", "seal_number", "link_id", *CHOICES)
        chosen = text(form, "pupil")
        return cls(
            key=text(form, "idempotency_key") or new_key(),
            owner=text(form, "owner") or "pupil",
            pupil=Named.of(chosen) if chosen else None,
            confirmed_no_code=text(form, "confirmed_no_code") == "yes",
            **{name: text(form, name) for name in plain},
        )

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field, in the order of the page."""
        found = {}
        if self.owner == "pupil" and (self.pupil is None or not _is_id(self.pupil.id)):
            found["child_search"] = "Find the child whose device it is"
        found |= {
            name: sentence
            for name, (choices, sentence) in CHOICES.items()
            if getattr(self, name) not in choices
        }
        if not self.description or len(self.description) > DESCRIPTION_AT_MOST:
            found["description"] = "Describe it: make, colour, case, damage (up to 1,000 letters)"
        if not self.place:
            found["place"] = "Choose where it is kept"
        return found

    def body(self) -> dict[str, Any]:
        """Return the device as devices takes it; where it was used stands behind the ground."""
        ground, _, used_in = self.ground.partition(".")
        return {
            "pupil_id": self.pupil.id if self.pupil else None,
            "owner": self.owner,
            "ground": ground,
            "used_in": used_in or None,
            "kind": self.kind,
            "description": self.description,
            "power_state": self.power_state,
            "place": self.place,
            "seal_number": self.seal_number or None,
            "possible_evidence": self.possible_evidence == "yes",
            "link_id": self.link_id if _is_id(self.link_id) else None,
            "confirmed_no_code": self.confirmed_no_code,
        }


# What each act on the page of a device sends, in the words of its form.
ACT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "confirm": ("reason",),
    "store": ("place", "seal_number"),
    "hand-over": ("to_person_id", "giver_signed_name", "receiver_signed_name", "reason"),
    "hold": ("reason",),
    "lift-hold": ("reason", "police_reference"),
    "return": (
        *("guardian_id", "identity_checked", "identity_how", "signed_name", "signature"),
        "condition",
    ),
    "collectors": ("display_name", "relationship", "named_by", "written_on"),
    "keep-longer": ("until", "reason"),
    "notice": ("guardian_id", "would_telling_put_child_at_risk", "reason"),
}
NEEDED: Mapping[str, Mapping[str, str]] = {
    "confirm": {},
    "store": {"place": "Choose where it is kept"},
    "hand-over": {
        "to_person_id": "Find the colleague who takes it",
        "giver_signed_name": "The person who hands it over types their name",
        "receiver_signed_name": "The person who takes it types their name",
    },
    "hold": {"reason": "Say why the police may need it"},
    "lift-hold": {
        "reason": "Say why the hold ends",
        "police_reference": "Write the police's reference",
    },
    "return": {
        "guardian_id": "Choose who collects it",
        "identity_checked": "Check who it is, then tick the box",
        "identity_how": "Say how you checked who it is",
        "signed_name": "Type the name of the person who collects it",
    },
    "collectors": {
        "display_name": "Write the name of the person who will collect it",
        "relationship": "Say who they are to the child",
        "named_by": "Choose the parent who wrote it",
        "written_on": "Write the date of the letter or message",
    },
    "keep-longer": {
        "until": "Choose the last day on which it stays",
        "reason": "Say why it cannot go home before; the reason is kept",
    },
    "notice": {
        "guardian_id": "Choose which parent",
        "would_telling_put_child_at_risk": "Answer this before a parent is told",
    },
}


@dataclass(frozen=True)
class ActForm:
    """One act on a device as it stands on the page; ids of fields begin with the act's name."""

    act: str
    fields: Mapping[str, str] = field(repr=False)
    confirmed_no_code: bool = False
    staff_search: str = ""
    person: Named | None = None

    @classmethod
    def of(cls, act: str, form: FormData) -> "ActForm":
        """Read what was sent for `act`."""
        fields = {name: text(form, name) for name in ACT_FIELDS[act]}
        chosen = text(form, "person")
        if "to_person_id" in fields:
            fields["to_person_id"] = Named.of(chosen).id if chosen else ""
        return cls(
            act,
            fields,
            text(form, "confirmed_no_code") == "yes",
            text(form, "staff_search"),
            Named.of(chosen) if chosen else None,
        )

    def errors(self) -> dict[str, str]:
        """Return what is missing, by the id of its field on the page."""
        return {
            f"{self.act}-{name}": sentence
            for name, sentence in NEEDED[self.act].items()
            if not self.fields.get(name) and not self._is_drawn(name)
        }

    def _is_drawn(self, name: str) -> bool:
        """Say whether a drawing stands where a name is typed otherwise."""
        return name == "signed_name" and bool(self.fields.get("signature"))

    def body(self) -> dict[str, Any]:
        """Return the act as devices takes it."""
        if self.act == "return":
            return self._return() | {"confirmed_no_code": self.confirmed_no_code}
        if self.act == "collectors":
            return dict(self.fields)
        given: dict[str, Any] = {name: value or None for name, value in self.fields.items()}
        return given | {"confirmed_no_code": self.confirmed_no_code}

    def _return(self) -> dict[str, Any]:
        """Return who collects: a listed guardian, or somebody a parent named in writing."""
        given: dict[str, Any] = {**self.fields, "condition": self.fields["condition"] or None}
        given["identity_checked"] = given["identity_checked"] == "yes"
        given["signature"] = _strokes(self.fields["signature"])
        who = given.pop("guardian_id")
        if who.startswith(NAMED):
            return given | {"collector_id": who.removeprefix(NAMED)}
        return given | {"guardian_id": who}


def _strokes(drawn: str) -> object:
    """Return what was drawn as devices takes it; what is no drawing is none."""
    try:
        return json.loads(drawn) if drawn else None
    except (ValueError, RecursionError):
        return None
