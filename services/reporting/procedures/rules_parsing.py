"""Turn YAML into procedures; whatever is unknown or weaker than a guard is refused, with its line.

Pure: files are read by adapters.py, which also says which rule ids there are.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from services.reporting.procedures.errors import DefinitionRefused
from services.reporting.procedures.rules_definition import Base, Notice, Procedure, Step
from services.reporting.procedures.rules_guards import why_too_weak
from services.reporting.procedures.rules_words import (
    BASES,
    CONFIDENTIAL,
    DERIVED,
    EVERYWHERE,
    FORMS,
    INSIDE,
    NO_BASE,
    OUTSIDE,
    RISK_AREAS,
    SEVERITIES,
    WORKFLOWS,
    Catalogue,
    DoneBy,
    Need,
    Opens,
    Part,
    Skip,
    StepKind,
)
from services.reporting.procedures.rules_yaml import Allowed, Fields, Found, read_yaml
from services.shared.calendar import is_clock_word

_KEY = re.compile(r"[a-z][a-z0-9_]{0,40}")
_SETTING = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_NAME: Final = Allowed("key", lambda word: _KEY.fullmatch(word) is not None)
_CLOCK: Final = Allowed("clock word", is_clock_word)
_DUE: Final = Allowed("clock word", lambda word: word == "respond_by" or is_clock_word(word))
_CONFIG: Final = Allowed("setting", lambda word: _SETTING.fullmatch(word) is not None)
_ROLE: Final = Allowed.among("role", INSIDE)
_SEVERITY: Final = Allowed.among("severity", SEVERITIES)
_RISK_AREA: Final = Allowed.among("risk area", RISK_AREAS)
_ATTACHMENTS: Final = Allowed.among("rule for attachments", ("none", "optin_nonsexual"))
_AGENCY: Final = Allowed.among("agency", (*OUTSIDE, "hr"))


@dataclass(frozen=True)
class Questions:
    """Everything that may be asked, by key; some open questions offer a list to choose from."""

    yes_no: Mapping[str, str]
    words: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Known:
    """What the steps of one file may refer to."""

    rules: Allowed
    names: Allowed


def parse_base(file: str, text: str, catalogue: Catalogue) -> Base:
    """Return the shared steps that `text` holds; raises DefinitionRefused."""
    fields = Fields(file, read_yaml(file, text))
    fields.text("id", Allowed.among("base", BASES))
    fields.take("edition", int)
    known = _known(catalogue, ())
    opening = _steps(fields, "opening", Part.OPENING, known)
    closing = _steps(fields, "closing", Part.CLOSING, known)
    fields.end()
    _refuse_twins(fields, (*opening, *closing))
    return Base(opening, closing)


def parse_procedure(
    file: str, text: str, catalogue: Catalogue, bases: Mapping[str, Base]
) -> Procedure:
    """Return the procedure that `text` holds, with its shared steps; raises DefinitionRefused."""
    fields = Fields(file, read_yaml(file, text))
    ask = fields.many("ask", Allowed.among("question", (*catalogue.yes_no, *catalogue.words)))
    known = _known(catalogue, ask)
    base = bases.get(fields.text("base", Allowed.among("base", (*bases, NO_BASE))), Base())
    own = _steps(fields, "steps", Part.OWN, known)
    steps = (*base.opening, *own, *base.closing)
    _refuse_twins(fields, steps)
    parsed = Procedure(
        id=fields.text("id", Allowed("name of its file", file.removesuffix(".yaml").__eq__)),
        title=fields.text("title"),
        about=fields.text("about"),
        policies=_policies(fields, catalogue),
        guidance=_maybe_many(fields, "guidance", None),
        edition=fields.take("edition", int).value,
        risk_areas=(fields.text("c", _RISK_AREA), *_maybe_many(fields, "c_also", _RISK_AREA)),
        severity=fields.text("severity", _SEVERITY),
        severity_up=_severity_up(fields, known),
        respond_by=fields.text("respond_by", _CLOCK),
        confidential=fields.text("confidential", Allowed.among("reach", CONFIDENTIAL)),
        attachments=fields.text("attachments", _ATTACHMENTS),
        notify=tuple(_notice(fields, one, known) for one in fields.mappings("notify")),
        ask=ask,
        steps=steps,
        forbidden=fields.many("forbidden", Allowed.among("prohibition", catalogue.prohibitions)),
        agencies=fields.many("agencies", _AGENCY),
        rules=fields.many("rules", known.rules),
        config=fields.many("config", _CONFIG),
    )
    fields.end()
    if "upload_or_attach" in parsed.forbidden and parsed.attachments != "none":
        raise fields.refusal(fields.line, "attachments", "nothing is ever attached here (G-01)")
    return parsed


def parse_words(file: str, text: str) -> dict[str, str]:
    """Return keys and their sentences, such as the prohibitions; raises DefinitionRefused."""
    found = read_yaml(file, text)
    return _sentences(Fields(file, found), found)


def parse_questions(file: str, text: str) -> Questions:
    """Return what may be asked; raises DefinitionRefused."""
    fields = Fields(file, read_yaml(file, text))
    yes_no, words = (fields.take(key, dict) for key in ("yes_no", "words"))
    offered = fields.take("choices", dict) if fields.has("choices") else Found(fields.line, {})
    fields.end()
    open_ones = _sentences(Fields(file, words), words)
    return Questions(
        yes_no=_sentences(Fields(file, yes_no), yes_no),
        words=open_ones,
        choices=_choices(Fields(file, offered, "choices"), offered, open_ones),
    )


def _choices(fields: Fields, found: Found, words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    for key, one in found.value.items():
        if key not in words:
            raise fields.refusal(one.line, key, "is not a known open question")
    return {key: fields.many(key) for key in found.value}


def _policies(fields: Fields, catalogue: Catalogue) -> tuple[str, ...]:
    line = fields.line
    named = fields.many("policies", Allowed.among("policy of the school", catalogue.policies))
    if not named:
        raise fields.refusal(line, "policies", "names no policy (D-2.1-2)")
    return named


def _sentences(fields: Fields, found: Found) -> dict[str, str]:
    return {key: fields.text(key) for key in found.value}


def _known(catalogue: Catalogue, ask: Iterable[str]) -> _Known:
    answers = [one for one in (*EVERYWHERE, *ask) if one in catalogue.yes_no]
    return _Known(
        rules=Allowed.among("rule or guard", catalogue.rule_ids),
        names=Allowed.among("answer or fact", (*answers, *DERIVED)),
    )


def _maybe_many(fields: Fields, key: str, allowed: Allowed | None) -> tuple[str, ...]:
    return fields.many(key, allowed) if fields.has(key) else ()


def _severity_up(fields: Fields, known: _Known) -> dict[str, tuple[str, ...]]:
    pairs = fields.pairs("severity_up")
    if not pairs:
        return {}
    inner = Fields(fields.file, Found(fields.line, dict(pairs)), "severity_up")
    up = {
        severity: inner.many(severity, known.names) for severity in SEVERITIES if severity in pairs
    }
    inner.end()
    return up


def _notice(fields: Fields, found: Found, known: _Known) -> Notice:
    one = Fields(fields.file, found, "notify")
    notice = Notice(
        role=one.text("role", _ROLE),
        when=one.text("when", _CLOCK),
        form=one.maybe("form", Allowed.among("form", FORMS)),
        only_if=one.either("if", known.names),
        unless=one.either("unless", known.names),
    )
    one.end()
    return notice


def _steps(fields: Fields, key: str, part: Part, known: _Known) -> tuple[Step, ...]:
    return tuple(_step(fields.file, one, part, known) for one in fields.mappings(key))


def _step(file: str, found: Found, part: Part, known: _Known) -> Step:
    fields = Fields(file, found)
    key = fields.text("key", _NAME)
    fields.inside = key
    step = Step(
        key=key,
        text=fields.text("text"),
        kind=StepKind(fields.text("kind", Allowed.among("kind of step", StepKind))),
        need=Need(fields.text("need", Allowed.among("need", Need))),
        when=fields.either("when", known.names),
        by=fields.text("by", _ROLE),
        by_if=_by_if(fields, known),
        due=fields.text("due", _DUE),
        opens=Opens(fields.maybe("opens", Allowed.among("opening", Opens)) or Opens.AT_ONCE),
        evidence=fields.many("evidence", _NAME),
        skip=Skip(fields.text("skip", Allowed.among("way to skip", Skip))),
        rules=fields.many("rules", known.rules),
        part=part,
        done_by=_done_by(fields),
        workflow=fields.maybe("workflow", Allowed.among("device workflow", WORKFLOWS)),
    )
    fields.end()
    weak = why_too_weak(step)
    if weak:
        raise fields.refusal(found.line, weak.key, weak.why)
    return step


def _by_if(fields: Fields, known: _Known) -> dict[str, str]:
    pairs = fields.pairs("by_if")
    inner = Fields(fields.file, Found(fields.line, dict(pairs)), f"{fields.inside} by_if")
    for name, found in pairs.items():
        if not known.names.is_one(name):
            raise inner.refusal(found.line, name, f"is not a known {known.names.what}")
    return {name: inner.text(name, _ROLE) for name in pairs}


def _done_by(fields: Fields) -> DoneBy | None:
    named = fields.maybe("done_by", Allowed.among("act", DoneBy))
    return DoneBy(named) if named else None


def _refuse_twins(fields: Fields, steps: Iterable[Step]) -> None:
    seen: set[str] = set()
    for step in steps:
        if step.key in seen:
            raise DefinitionRefused(f"{fields.file}:1 {step.key}: two steps have this key")
        seen.add(step.key)
