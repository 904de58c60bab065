"""What may be recorded about a step; one sentence refuses, for the action and the page alike."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from services.reporting.procedures.rules_engine import Act, StepNow, StepState
from services.reporting.procedures.rules_words import DoneBy, Skip, StepKind

_BY_ACT: Final = {
    DoneBy.REPORT: "This was done by the report itself.",
    DoneBy.ACKNOWLEDGEMENT: "This is done by acknowledging the alert.",
    DoneBy.TRIAGE: "This is done by the triage.",
    DoneBy.CLOSING: "This is done by closing the case.",
}
_TEAM: Final = frozenset({"dsl", "ddsl", "head", "chair"})
# Who may write down that somebody in this role has done it. Where the role's own holder is shut
# out of the case, the next seat acts for them (G-13). What pupils, teachers and technicians did,
# any reader writes down.
_RECORDED_BY: Final[Mapping[str, frozenset[str]]] = {
    "dsl": frozenset({"dsl", "ddsl", "chair"}),
    "ddsl": frozenset({"dsl", "ddsl", "chair"}),
    "head": _TEAM,
    "case_manager": _TEAM,
    "chair": frozenset({"chair", "ddsl"}),
}
_VIEWERS: Final = frozenset({"dsl", "ddsl"})
NOT_YOURS: Final = "This step is recorded by {who}."
_NAMES: Final = {
    "dsl": "the DSL, a deputy or the chair of governors",
    "ddsl": "the DSL, a deputy or the chair of governors",
    "head": "the safeguarding team",
    "case_manager": "the safeguarding team",
    "chair": "the chair of governors or a deputy",
}
ASKED_ALREADY: Final = "You asked for this to be skipped. A second person must agree."


def why_not_done(one: StepNow, roles: frozenset[str]) -> str | None:
    """Return the sentence that refuses to record a step as done, or None."""
    if one.step.done_by is not None:
        return _BY_ACT[one.step.done_by]
    if one.state is StepState.DONE:
        return "This step is done already."
    if one.state in {StepState.NOT_APPLICABLE, StepState.NOT_YET, StepState.BLOCKED}:
        return one.because
    return _why_not_theirs(one, roles)


def why_not_skipped(one: StepNow, roles: frozenset[str], by_id: UUID) -> str | None:
    """Return the sentence that refuses to leave a step out, or None (G-15, G-16)."""
    asked_before = one.entry is not None and one.entry.act is Act.SKIP_ASKED
    is_own_wish = one.entry is not None and one.entry.by_id == by_id
    reasons = (
        (one.step.done_by is not None, _BY_ACT.get(one.step.done_by or DoneBy.REPORT, "")),
        (one.step.skip is Skip.NEVER, "This step can never be skipped."),
        (one.is_settled, one.because or "This step is done or skipped already."),
        (asked_before and is_own_wish, ASKED_ALREADY),
    )
    first = next((sentence for refuses, sentence in reasons if refuses), None)
    return first or _why_not_theirs(one, roles)


def act_of_skipping(one: StepNow) -> Act:
    """Return what a skip amounts to: where the policy wants two people, the first only asks."""
    if one.step.skip is not Skip.SECOND:
        return Act.SKIPPED
    is_second = one.entry is not None and one.entry.act is Act.SKIP_ASKED
    return Act.SKIPPED if is_second else Act.SKIP_ASKED


def _why_not_theirs(one: StepNow, roles: frozenset[str]) -> str | None:
    if one.step.kind is StepKind.VIEWING and not roles & _VIEWERS:
        return NOT_YOURS.format(who="the DSL or a deputy")
    allowed = _RECORDED_BY.get(one.by)
    if allowed is None or roles & allowed:
        return None
    return NOT_YOURS.format(who=_NAMES[one.by])
