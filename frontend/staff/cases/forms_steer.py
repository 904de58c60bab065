"""Steering a case: one small form for each act, all of the same make."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from frontend.web.forms import CHARACTERS_AT_MOST, text

PARTS = {
    "harmed": "Harmed",
    "said_to_have_harmed": "Said to have harmed",
    "witness": "Saw or heard it",
    "told_an_adult": "Told an adult",
    "mentioned": "Mentioned",
}
AGENCIES = {
    "police": "Police",
    "csc": "Children's social care",
    "lado": "The LADO",
    "la_advice": "The council's safeguarding advice",
    "exploit_team": "The exploitation team",
    "prevent": "The Prevent team",
    "iwf": "Internet Watch Foundation",
    "ceop": "CEOP",
    "platform": "The site or app",
    "isp": "The internet or filter supplier",
    "exam_body": "The examining body",
    "ico": "The Information Commissioner",
}
WAYS = {
    "call": "We rang",
    "form": "We filled in a form",
    "meeting": "We met",
    "message": "We wrote or they wrote",
}
ASK_FOR = {
    "advice": "Technical advice for this case",
    "action": "Something to change at school (goes on the action plan)",
}
ABOUT = {
    "police": "The police",
    "parents": "The parents",
    "agency": "Another agency",
    "viewing": "Looking at something",
    "deletion": "Deleting something",
    "other": "Something else",
}


@dataclass(frozen=True)
class Part:
    """One field of a form; `missing` is what to say where it must be filled and is not."""

    name: str
    missing: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Steering:
    """One act: reporting's word for it, the name under which `may` speaks of it, its fields."""

    word: str
    may: str
    done: str
    parts: tuple[Part, ...] = ()


WHY = Part("reason", "Write down why")
STEERINGS = {
    "severity": Steering(
        "severity",
        "set_severity",
        "The severity is changed.",
        (Part("severity", "Choose how severe it is"), Part("reason")),
    ),
    "child": Steering(
        "children",
        "involve",
        "The child's part is recorded.",
        (
            Part("pupil_id", "Choose a child"),
            Part("role", "Choose which part the child has"),
            Part("reason"),
        ),
    ),
    "contact": Steering(
        "contacts",
        "refer",
        "The contact is recorded.",
        (
            Part("agency", "Choose whom you were in touch with"),
            Part("way", "Choose how you were in touch"),
            *(Part("spoke_to"), Part("number"), Part("minutes_on_hold", is_number=True)),
            Part("reference"),
            Part("what", "Write down what was said or agreed"),
            Part("chase_on"),
        ),
    ),
    "decision": Steering(
        "decisions",
        "decide",
        "The decision is recorded.",
        (
            Part("about", "Choose what it is about"),
            Part("decision", "Write down what was decided"),
            WHY,
        ),
    ),
    "ask": Steering(
        "assignments",
        "assign",
        "Your colleague is asked.",
        (
            Part("kind", "Choose what you ask for"),
            Part("words", "Write down what is asked"),
            Part("asked_id", "Choose a colleague"),
            Part("due_on", "Choose the day by which it is needed"),
        ),
    ),
    "unmask": Steering(
        "unmask",
        "unmask",
        "It is recorded who told this.",
        (
            Part("concern_id", "Choose what the child told"),
            Part("pupil_id", "Choose a child"),
            Part("role", "Choose which part the child has"),
            Part("reason", "Write down how you know who it is, and why it has to be known"),
        ),
    ),
    "join": Steering(
        "join",
        "join",
        "The case is a part of the other one now.",
        (Part("reference", "Type the reference of the other case, such as K7Q-F3M"), WHY),
    ),
    "split": Steering(
        "split",
        "split",
        "The part is a case of its own again.",
        (Part("joined_id", "Choose which part"), WHY),
    ),
    "hand-over": Steering(
        "hand-over",
        "hand_over",
        "The case is handed over.",
        (Part("to_id", "Choose a colleague"), WHY),
    ),
    "pause": Steering(
        "pause",
        "pause",
        "The case is paused.",
        (Part("until", "Choose the day on which somebody looks again"), WHY),
    ),
    "resume": Steering("resume", "resume", "Work on the case goes on."),
    "remind": Steering(
        "staff-reminder", "remind_staff", "Everybody who works here gets the reminder."
    ),
    "reopen": Steering("reopen", "reopen", "The case is open again.", (WHY,)),
    "renew": Steering(
        "newer-procedure", "renew_procedure", "The case runs the newer procedure.", (WHY,)
    ),
}


@dataclass(frozen=True)
class SteerForm:
    """What was typed for one act."""

    name: str
    fields: dict[str, str]

    @classmethod
    def of(cls, name: str, form: FormData) -> "SteerForm":
        """Read what was sent for the act called `name`."""
        wanted = [one.name for one in STEERINGS[name].parts]
        extra = ("version", "idempotency_key", "child_search")
        return cls(name, {field: text(form, field) for field in (*wanted, *extra)})

    @property
    def path(self) -> str:
        """Return reporting's word for the act."""
        return STEERINGS[self.name].word

    @property
    def place(self) -> str:
        """Return where on the page a refusal is shown."""
        return f"{self.name}-form"

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field."""
        found = {}
        for part in STEERINGS[self.name].parts:
            typed = self.fields[part.name]
            if part.missing and not typed:
                found[f"{self.name}-{part.name}"] = part.missing
            elif len(typed) > CHARACTERS_AT_MOST:
                found[f"{self.name}-{part.name}"] = "Write at most 10,000 characters"
            elif part.is_number and typed and not typed.isdecimal():
                found[f"{self.name}-{part.name}"] = "Write a whole number of minutes"
        return found

    def body(self) -> dict[str, Any]:
        """Return the act as reporting takes it; a field left empty is left out."""
        version = self.fields["version"]
        body: dict[str, Any] = {"version": int(version) if version.isdecimal() else 0}
        for part in STEERINGS[self.name].parts:
            typed = self.fields[part.name]
            if typed:
                body[part.name] = int(typed) if part.is_number else typed
        return body
