"""A procedure as the engine knows it: one frozen value, read from one YAML file."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.procedures.rules_words import DoneBy, Need, Opens, Part, Skip, StepKind


@dataclass(frozen=True)
class Step:
    """One thing that the policy wants done; `when` opens it where any of the names is a yes."""

    key: str
    text: str
    kind: StepKind
    need: Need
    when: tuple[str, ...]
    by: str
    by_if: Mapping[str, str]
    due: str
    opens: Opens
    evidence: tuple[str, ...]
    skip: Skip
    rules: tuple[str, ...]
    part: Part
    done_by: DoneBy | None = None
    workflow: str | None = None


@dataclass(frozen=True)
class Notice:
    """Who is told, when and in which form; `only_if` and `unless` name answers or facts."""

    role: str
    when: str
    form: str | None
    only_if: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True)
class Base:
    """The steps that procedures share: before and after their own."""

    opening: tuple[Step, ...] = ()
    closing: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """What happens with one type of concern; `steps` stand in their running order."""

    id: str
    title: str
    edition: int
    risk_areas: tuple[str, ...]
    severity: str
    severity_up: Mapping[str, tuple[str, ...]]
    respond_by: str
    confidential: str
    attachments: str
    notify: tuple[Notice, ...]
    ask: tuple[str, ...]
    steps: tuple[Step, ...]
    forbidden: tuple[str, ...]
    agencies: tuple[str, ...]
    rules: tuple[str, ...]
    config: tuple[str, ...]
    about: str = ""  # what the type is, in plain words
    policies: tuple[str, ...] = ()  # the school's own, by key (policies.yaml)
    guidance: tuple[str, ...] = ()  # national and local, by name

    def step(self, key: str) -> Step | None:
        """Return the step called `key`, if there is one."""
        return next((one for one in self.steps if one.key == key), None)

    def questions(self) -> tuple[str, ...]:
        """Return what is asked, the questions that open or close steps first."""
        opening = [name for step in self.steps for name in step.when]
        rising = [name for names in self.severity_up.values() for name in names]
        return tuple(dict.fromkeys([*opening, *rising, *self.ask]))
