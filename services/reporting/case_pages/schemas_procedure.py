"""A case's procedure, shaped as the case page shows it."""

from datetime import datetime

from pydantic import BaseModel


class Choice(BaseModel):
    """A procedure that a case can run."""

    id: str
    title: str


class QuestionShown(BaseModel):
    """A question and its newest answer; `locks` where a guard wants it answered in writing."""

    key: str
    text: str
    yes_no: bool
    choices: list[str]
    opens: bool
    locks: bool
    reply: str | None
    words: str
    by: str | None
    at: datetime | None
    looked_up: bool  # in a register: what was found has to be written down
    filled: bool  # by Lantern, from a child's date of birth; a person may say otherwise, with why


class StepShown(BaseModel):
    """A step: where it stands, why, who does it by when, and what may be recorded about it now.

    `may_do` and `may_skip` are None where it may be recorded, else the sentence that refuses.
    """

    key: str
    text: str
    part: str
    kind: str
    need: str
    state: str
    why: str
    guard: str | None
    by: str
    due_at: datetime | None
    rules: list[str]
    evidence: list[str]
    skip: str
    questions: list[str]
    what: str
    who: str | None
    at: datetime | None
    skip_asked: bool
    workflow: str | None  # the device workflow that this step opens (dw1 to dw7)
    may_do: str | None
    may_skip: str | None


class Setting(BaseModel):
    """What the school's own profile says to this procedure; None where it says nothing yet."""

    key: str
    text: str | None


class ToBeTold(BaseModel):
    """A role that the policy wants told, by when and in which form."""

    role: str
    when: str
    form: str | None


class ProcedureShown(BaseModel):
    """The procedure of a case as a list of tasks."""

    id: str
    title: str
    about: str
    policies: list[str]
    guidance: list[str]
    version: str
    is_newest: bool
    forbidden: list[str]
    agencies: list[str]
    severity_asked: str
    tell: list[ToBeTold]
    settings: list[Setting]
    questions: list[QuestionShown]
    steps: list[StepShown]
