"""A case's procedure as a list of tasks: what is to be done first, what waits, what is settled."""

from dataclasses import dataclass
from datetime import UTC, datetime

from frontend.clients.procedures import Procedure, Question, Step

ROLES = {
    "dsl": "the DSL",
    "ddsl": "a deputy DSL",
    "head": "the head",
    "slt": "the leadership team",
    "chair": "the chair of governors",
    "case_manager": "the case manager",
    "class_teacher": "the class teacher",
    "ds_lead": "the computing lead",
    "tech": "the technician",
    "office": "the office",
    "senco": "the SENCO",
    "dpo": "the data-protection lead",
    "staff": "any member of staff",
    "any_adult": "any adult",
    "reporter": "whoever reported it",
    "system": "Lantern",
}
CLOCKS = {
    "now": "at once",
    "1h": "within an hour",
    "eod": "before the end of the school day",
    "1wd": "within one working day",
    "3sd": "within three school days",
    "5sd": "within five school days",
    "10sd": "within ten school days",
    "20sd": "within twenty school days",
    "respond_by": "in the time that this kind of concern asks for",
    "open": "when it is needed",
}
FORMS = {
    "need_to_know": "only what they must do, no names",
    "custody_only": "only the record of the device",
}
STATES = {
    "overdue": "Overdue",
    "due": "To do",
    "blocked": "Locked",
    "not_yet": "Not yet",
    "done": "Done",
    "skipped": "Left out",
    "not_applicable": "Not needed",
}
SETTINGS = {
    "contacts.lado": "The LADO",
    "contacts.police": "Police",
    "contacts.front_door": "Social care for children",
    "contacts.safeguarding_advice": "Council advice",
    "contacts.exploit_team": "Exploitation team",
    "contacts.prevent": "Prevent",
    "contacts.chair": "The chair of governors",
    "contacts.fraud": "Fraud reports",
    "contacts.dpo": "Data-protection lead",
}
_OPEN = ("overdue", "due")
_LOCKED = ("blocked", "not_yet")
_NO_LIMIT = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Tasks:
    """The tasks in the order in which somebody looks for them, and the questions beside them."""

    procedure: Procedure
    now: tuple[Step, ...]
    waiting: tuple[Step, ...]
    settled: tuple[Step, ...]
    ask: tuple[Question, ...]
    ask_too: tuple[Question, ...]
    answered: tuple[Question, ...]
    contacts: dict[str, str]

    @property
    def mine(self) -> tuple[Step, ...]:
        """Return what this reader can record now and the policy wants, the most pressing first."""
        return tuple(one for one in self.now if one.may_do is None and one.need != "optional")

    def locks(self, step: Step) -> list[Question]:
        """Return the questions whose answers unlock `step`."""
        wanted = [one for one in self.procedure.questions if one.key in step.questions]
        return [one for one in wanted if one.locks]


def tasks_of(procedure: Procedure | None) -> Tasks | None:
    """Return the tasks of a case; None before triage."""
    if procedure is None:
        return None
    open_steps = [one for one in procedure.steps if one.state in _OPEN]
    answered = [one for one in procedure.questions if one.is_answered and not one.filled]
    waits = [one for one in procedure.questions if not one.locks and one not in answered]
    return Tasks(
        procedure=procedure,
        now=tuple(sorted(open_steps, key=_pressing)),
        waiting=tuple(one for one in procedure.steps if one.state in _LOCKED),
        settled=tuple(one for one in procedure.steps if one.state not in {*_OPEN, *_LOCKED}),
        ask=tuple(one for one in waits if one.opens),
        ask_too=tuple(one for one in waits if not one.opens),
        answered=tuple(answered),
        contacts={
            SETTINGS[one.key]: one.text or "" for one in procedure.settings if one.key in SETTINGS
        },
    )


def _pressing(step: Step) -> tuple[bool, datetime]:
    return step.need == "optional", step.due_at or _NO_LIMIT
