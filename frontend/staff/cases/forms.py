"""What may be done with a case: one small form for each act."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from frontend.staff.people import Named
from frontend.web.forms import CHARACTERS_AT_MOST, text, texts

SEVERITIES = {
    "critical": "Critical: somebody is in danger now",
    "high": "High: harm has happened or is likely",
    "medium": "Medium: needs work soon",
    "low": "Low: to be watched",
}


@dataclass(frozen=True)
class Act:
    """One act: reporting's word for it, the field that must be filled, and what to say if not."""

    word: str
    field: str = ""
    missing: str = ""


ACTS = {
    "take": Act("take"),
    "release": Act("release"),
    "acknowledge": Act("acknowledge"),
    "triage": Act("triage", "severity", "Choose how severe this is"),
    "note": Act("notes", "text", "Write the note first"),
    "message": Act("messages", "text", "Write the message first"),
    "outcome": Act("outcome", "text", "Write the outcome first"),
    "close": Act("close", "reason", "Say why the case can be closed"),
}


LESSONS = ("1", "2", "3")
LESSON_FIELDS = ("words", "asked_id", "due_on")
FIELDS = (
    *("version", "severity", "risk_area", "kind", "text", "reason", "procedure"),
    *("child_search", "idempotency_key", "lado_agreement", "concern_id"),
    *(f"lesson-{one}-{field}" for one in LESSONS for field in LESSON_FIELDS),
)


@dataclass(frozen=True)
class ActForm:
    """What was typed for one act."""

    act: Act
    name: str
    fields: dict[str, str]
    pupils: tuple[Named, ...] = ()
    cleared_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, form: FormData) -> "ActForm":
        """Read what was sent for the act called `name`."""
        pupils = tuple(Named.of(value) for value in dict.fromkeys(texts(form, "pupil")))
        fields = {field: text(form, field) for field in FIELDS}
        return cls(ACTS[name], name, fields, pupils, texts(form, "cleared_ids"))

    @property
    def path(self) -> str:
        """Return reporting's word for the act."""
        return self.act.word

    @property
    def place(self) -> str:
        """Return where on the page a refusal is shown."""
        return f"{self.name}-form"

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field."""
        typed = self.fields.get(self.act.field, "-")
        if not typed:
            return {f"{self.name}-{self.act.field}": self.act.missing}
        if len(typed) > CHARACTERS_AT_MOST:
            return {f"{self.name}-{self.act.field}": "Write at most 10,000 characters"}
        return self._lessons_half_filled() if self.name == "close" else {}

    def _lesson(self, one: str) -> dict[str, str]:
        return {field: self.fields[f"lesson-{one}-{field}"] for field in LESSON_FIELDS}

    def _lessons_half_filled(self) -> dict[str, str]:
        """Return the lessons that lack what is to change, who does it, or by when."""
        filled = {one: [typed for typed in self._lesson(one).values() if typed] for one in LESSONS}
        half = [one for one in LESSONS if 0 < len(filled[one]) < len(LESSON_FIELDS)]
        sentence = "Say what has to change, who does it and by when, or leave all three empty"
        return {f"lesson-{one}-words": sentence for one in half}

    def body(self) -> dict[str, Any]:
        """Return the act as reporting takes it; the version is the one that the page showed."""
        version = self.fields["version"]
        body: dict[str, Any] = {"version": int(version) if version.isdecimal() else 0}
        if self.name == "triage":
            return body | self._triage()
        if self.act.field:
            body[self.act.field] = self.fields[self.act.field]
        if self.name == "close":
            body["lado_agreement"] = self.fields["lado_agreement"]
            lessons = (self._lesson(one) for one in LESSONS)
            body["actions"] = [one for one in lessons if one["words"]]
        if self.name == "message":
            body["concern_id"] = self.fields["concern_id"]
        return body

    def _triage(self) -> dict[str, Any]:
        return {
            "severity": self.fields["severity"],
            "risk_area": self.fields["risk_area"] or "not_sure",
            "kind": self.fields["kind"] or "other",
            "pupil_ids": [pupil.id for pupil in self.pupils],
            "cleared_ids": list(self.cleared_ids),
            "reason": self.fields["reason"] or None,
            "procedure": self.fields["procedure"] or None,
        }


@dataclass(frozen=True)
class TaskForm:
    """What was typed about one task, or as the answer to one question, of the procedure."""

    name: str
    path: str
    fields: dict[str, str]

    @classmethod
    def of_step(cls, key: str, act: str, form: FormData) -> "TaskForm":
        """Read what was sent about the step `key`; `act` is done or skip."""
        fields = {field: text(form, field) for field in ("version", "words", "idempotency_key")}
        return cls(f"step-{key}", f"steps/{key}/{act}", fields | {"act": act})

    @classmethod
    def of_answer(cls, form: FormData) -> "TaskForm":
        """Read the answer to one question."""
        names = ("version", "words", "idempotency_key", "question", "reply")
        fields = {field: text(form, field) for field in names}
        return cls(f"question-{fields['question']}", "answers", fields)

    @property
    def place(self) -> str:
        """Return where on the page a refusal is shown."""
        return self.name

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field."""
        missing = {"done": "Write down what was done", "skip": "Write down why it is left out"}
        sentence = missing.get(self.fields.get("act", ""))
        if sentence and not self.fields["words"]:
            return {self.name: sentence}
        if len(self.fields["words"]) > CHARACTERS_AT_MOST:
            return {self.name: "Write at most 10,000 characters"}
        return {}

    def body(self) -> dict[str, Any]:
        """Return the record as reporting takes it."""
        version = self.fields["version"]
        body: dict[str, Any] = {"version": int(version) if version.isdecimal() else 0}
        words = self.fields["words"]
        if self.path == "answers":
            reply = self.fields["reply"] or None
            return body | {"question": self.fields["question"], "reply": reply, "words": words}
        return body | {"what" if self.fields["act"] == "done" else "reason": words}
