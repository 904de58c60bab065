"""A case's procedure as reporting shapes it for the case page."""

from datetime import datetime

from frontend.clients.answers import Answer


class Choice(Answer):
    """A procedure that a case can run."""

    id: str
    title: str


class Question(Answer):
    """A question of the procedure and its newest answer; `opens` where it opens or closes steps.

    `locks` where a guard wants the answer in writing before a step opens.
    """

    key: str
    text: str
    yes_no: bool = True
    choices: tuple[str, ...] = ()
    opens: bool = False
    locks: bool = False
    reply: str | None = None
    words: str = ""
    by: str | None = None
    at: datetime | None = None
    filled: bool = False
    looked_up: bool = False

    @property
    def is_answered(self) -> bool:
        """Say whether anybody has answered."""
        return self.reply is not None or bool(self.words)


class Step(Answer):
    """One task: where it stands and why, who does it by when, and what may be recorded now."""

    key: str
    text: str
    part: str = ""
    kind: str = ""
    need: str = ""
    state: str = ""
    why: str = ""
    guard: str | None = None
    by: str = ""
    due_at: datetime | None = None
    rules: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    skip: str = ""
    questions: tuple[str, ...] = ()
    what: str = ""
    who: str | None = None
    at: datetime | None = None
    skip_asked: bool = False
    workflow: str | None = None
    may_do: str | None = None
    may_skip: str | None = None


class Setting(Answer):
    """What the school's profile says to this procedure."""

    key: str
    text: str | None = None


class ToBeTold(Answer):
    """A role that must be told, by when, and in which form."""

    role: str
    when: str
    form: str | None = None


class Procedure(Answer):
    """The procedure of a case as a list of tasks."""

    id: str
    title: str
    about: str = ""
    policies: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    version: str = ""
    is_newest: bool = True
    forbidden: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    severity_asked: str = ""
    tell: tuple[ToBeTold, ...] = ()
    settings: tuple[Setting, ...] = ()
    questions: tuple[Question, ...] = ()
    steps: tuple[Step, ...] = ()
