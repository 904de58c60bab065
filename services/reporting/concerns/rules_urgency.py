"""How urgent a report by an adult is before triage; pure."""

from typing import Final

from services.reporting.cases.models import Kind, Severity
from services.reporting.cases.rules import AboutAdult
from services.reporting.concerns.rules import Urgency
from services.reporting.procedures.rules import BELOW_THE_THRESHOLD

_URGENT_KINDS: Final = frozenset(
    {Kind.STRANGER_CONTACT, Kind.SEXUAL_IMAGE, Kind.AI_IMAGE, Kind.EXTREMISM}
)


def urgency_told_by_adult(*, is_danger_now: bool, kind: Kind, about_adult: AboutAdult) -> Urgency:
    """Return the urgency of a report by an adult (rules-and-procedures.md 1, "Severity")."""
    if is_danger_now:
        return Urgency(Severity.CRITICAL, "severity.child_at_risk_now")
    if kind in BELOW_THE_THRESHOLD:
        return Urgency(Severity.LOW, "severity.below_the_threshold")
    about = about_adult in {AboutAdult.YES, AboutAdult.NOT_SURE}
    if about or kind in _URGENT_KINDS:
        rule_id = "severity.adult_at_school" if about else "severity.likely_significant_harm"
        return Urgency(Severity.HIGH, rule_id)
    return Urgency(Severity.MEDIUM, "severity.same_day_look")
