"""The words that a definition of a procedure may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class StepKind(StrEnum):
    """What a step is, so that guards find it without knowing its key (architecture.md 8)."""

    POLICE = "police"
    LADO = "lado"
    INVESTIGATION = "investigation"
    TELL_SUBJECT = "tell_subject"
    VIEWING = "viewing"
    DELETION = "deletion"
    BEYOND_SCHOOL = "beyond_school"
    PARENTS = "parents"
    CUSTODY = "custody"
    PLAIN = "plain"


class Need(StrEnum):
    """Whether a step must be done."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"


# Questions that somebody answers by looking into a register: who looked stands with the answer,
# and what they found has to (until the registers are here, nothing else knows it).
LOOKED_UP: Final = frozenset({"approval_on_register", "permission_on_register"})


class Skip(StrEnum):
    """How a step may be left out: with a reason, with a second person too, or never."""

    REASON = "reason"
    SECOND = "second"
    NEVER = "never"


class Opens(StrEnum):
    """When a step can be done at the earliest."""

    AT_ONCE = "at_once"
    AFTER_OWN_STEPS = "after_own_steps"
    LAST = "last"


class DoneBy(StrEnum):
    """The act with the case that completes a step; nobody ticks such a step by hand."""

    REPORT = "report"
    ACKNOWLEDGEMENT = "acknowledgement"
    TRIAGE = "triage"
    CLOSING = "closing"


class Part(StrEnum):
    """Where in the running order a step stands."""

    OPENING = "opening"
    OWN = "own"
    CLOSING = "closing"


INSIDE: Final = (
    *("pupil", "parent", "staff", "class_teacher", "office", "visitor", "volunteer", "contractor"),
    *("governor", "community_user", "dsl", "ddsl", "head", "slt", "chair", "saf_gov", "ds_lead"),
    *("working_group", "tech", "senco", "cic_lead", "dpo", "hr"),
    *("any_adult", "reporter", "system", "case_manager"),
)
# Who stands outside the school, as a sentence names them.
AGENCIES: Final[Mapping[str, str]] = {
    "police": "the police",
    "csc": "children's social care",
    "lado": "the LADO",
    "la_advice": "the council's safeguarding advice",
    "exploit_team": "the exploitation team",
    "prevent": "the Prevent team",
    "iwf": "the Internet Watch Foundation",
    "ceop": "CEOP",
    "platform": "the site or app",
    "isp": "the internet or filter supplier",
    "exam_body": "the examining body",
    "ico": "the Information Commissioner",
}
OUTSIDE: Final = tuple(AGENCIES)
RISK_AREAS: Final = ("content", "contact", "conduct", "commerce")
SEVERITIES: Final = ("critical", "high", "medium", "low")
CONFIDENTIAL: Final = ("standard", "restricted", "allegation")
FORMS: Final = ("need_to_know", "custody_only")
WORKFLOWS: Final = tuple(f"dw{number}" for number in range(1, 8))
BASES: Final = ("base_welfare", "base_staff")
NO_BASE: Final = "none"

# Answers that every procedure has, asked at triage (rules-and-procedures.md 4.1).
EVERYWHERE: Final = (
    *("immediate_danger", "school_equipment", "device_in_possession", "material_online"),
    *("crime_suspected", "crime_unclear", "threshold_met", "pupil_involved"),
    *("vulnerability_flag", "other_schools", "removed_or_resigned_or_harm"),
)
# Worked out, never typed; the sentence completes "not needed because ...".
DERIVED: Final[Mapping[str, str]] = {
    "head_is_subject": "it is not about the head",
    "dsl_is_subject": "it is not about the DSL",
    "head_is_dsl": "the head is not the DSL at this school",
    "dsl_not_head": "the DSL and the head are one person at this school",
    "head_must_confiscate": "at this school not only the head takes devices",
    "external_record_used": "this school keeps no other safeguarding record",
    "parents_told": "the parents were not told",
    "severity_high": "the severity is not high",
}


@dataclass(frozen=True)
class Catalogue:
    """What definitions may refer to; the caller reads it, because rules read no files."""

    rule_ids: frozenset[str]
    yes_no: Mapping[str, str]
    words: Mapping[str, str]
    prohibitions: Mapping[str, str]
    policies: Mapping[str, str]
