"""What may be done with a case now; one sentence refuses, for the action and the page alike."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.reporting.cases.models import Severity, State

CLOSED = "This case is closed. Nothing can be added to it."
NOT_CLOSED = "This case is open."
IS_A_PART = "This case is a part of another one. Split it off there to go on with it."
_ORDER = tuple(Severity)


class Doing(StrEnum):
    """Everything a reader can do with a case."""

    TAKE = "take"
    ACKNOWLEDGE = "acknowledge"
    RELEASE = "release"
    TRIAGE = "triage"
    NOTE = "note"
    MESSAGE = "message"
    SET_OUTCOME = "set_outcome"
    CLOSE = "close"
    LINK_DEVICE = "link_device"
    SET_SEVERITY = "set_severity"
    INVOLVE = "involve"
    DECIDE = "decide"
    REFER = "refer"
    HAND_OVER = "hand_over"
    PAUSE = "pause"
    RESUME = "resume"
    REOPEN = "reopen"
    RENEW_PROCEDURE = "renew_procedure"
    NAME_SUBJECT = "name_subject"
    ASSIGN = "assign"
    JOIN = "join"
    UNMASK = "unmask"
    SPLIT = "split"
    REMIND_STAFF = "remind_staff"


@dataclass(frozen=True)
class Standing:
    """What the answer depends on; `held_devices` counts devices linked with the case and held."""

    state: State
    is_acknowledged: bool
    has_outcome: bool
    owner_id: UUID | None
    owner_name: str
    asked_by: UUID
    held_devices: int
    is_paused: bool = False
    is_joined: bool = False


def why_not(doing: Doing, standing: Standing) -> str | None:
    """Return the sentence that refuses `doing`, or None where it may be done."""
    if doing is Doing.REOPEN:
        return _why_not_reopen(standing)
    if standing.state is State.CLOSED:
        # whoever told what is now a part of another case is still written to here
        return None if doing is Doing.MESSAGE and standing.is_joined else CLOSED
    reasons = {
        Doing.TAKE: _why_not_take,
        Doing.ACKNOWLEDGE: _why_not_acknowledge,
        Doing.RELEASE: _why_not_release,
        Doing.SET_OUTCOME: _why_not_set_outcome,
        Doing.CLOSE: _why_not_close,
        Doing.HAND_OVER: _why_not_hand_over,
        Doing.PAUSE: _why_not_pause,
        Doing.RESUME: _why_not_resume,
    }
    return reasons[doing](standing) if doing in reasons else None


def _why_not_reopen(standing: Standing) -> str | None:
    if standing.state is not State.CLOSED:
        return NOT_CLOSED
    return IS_A_PART if standing.is_joined else None


def _why_not_take(standing: Standing) -> str | None:
    if standing.owner_id is None:
        return None
    if standing.owner_id == standing.asked_by:
        return "You have taken this case already."
    return f"{standing.owner_name} has taken this case."


def _why_not_acknowledge(standing: Standing) -> str | None:
    if standing.is_acknowledged:
        return "This case has been acknowledged already."
    return None


def _why_not_release(standing: Standing) -> str | None:
    if standing.owner_id != standing.asked_by:
        return "Only whoever has taken this case can give it back."
    return None


def _why_not_hand_over(standing: Standing) -> str | None:
    if standing.owner_id != standing.asked_by:
        return "Only whoever leads this case hands it over."
    return None


def _why_not_pause(standing: Standing) -> str | None:
    if standing.state is not State.TRIAGED:
        return "Triage this case before you pause it."
    return "This case is paused already." if standing.is_paused else None


def _why_not_resume(standing: Standing) -> str | None:
    return None if standing.is_paused else "This case is not paused."


def _why_not_set_outcome(standing: Standing) -> str | None:
    if standing.state is not State.TRIAGED:
        return "Triage this case before you set its outcome."
    return None


def _why_not_close(standing: Standing) -> str | None:
    if not standing.has_outcome:
        return "Set the outcome before you close this case."
    if standing.held_devices:
        return "A device linked with this case is still held. Return it or hand it over first."
    return None


def is_lower(severity: Severity, than: Severity) -> bool:
    """Say whether `severity` is milder than `than`; lowering needs a reason (G-16)."""
    return _ORDER.index(severity) > _ORDER.index(than)
