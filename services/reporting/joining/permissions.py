"""When two cases may be joined; one sentence refuses, for the action and the page alike."""

from dataclasses import dataclass
from typing import Final

from services.reporting.cases.models import State

ITSELF: Final = "This is the same case. Type the reference of the other one."
OTHER_IS_CLOSED: Final = "The other case is closed. Open it again before you join this one to it."
DEVICE_HELD: Final = (
    "A device linked with this case is still held. Join the other case to this one instead."
)
SHARED: Final = (
    "This case is shared with somebody outside. Take the share back first, or join the other case"
    " to this one: their advice must reach the case that goes on."
)
TRIAGE_FIRST: Final = "The other case is not triaged yet. Triage it, or join it to this one."
OTHER_PROCEDURE: Final = (
    "These cases follow different procedures. Triage one of them into the procedure of the other"
    " before you join them."
)


@dataclass(frozen=True)
class Pair:
    """The case that is to be joined and the one that it becomes a part of."""

    is_same: bool
    held_devices: int
    is_shared: bool
    procedure: str | None
    other_state: str
    other_procedure: str | None


def why_not_join(pair: Pair) -> str | None:
    """Return the sentence that refuses to join the cases, or None.

    A joined case leaves no hole: what its procedure wants is wanted by the other case's too, and
    a device stays with a case that cannot be closed while it is held (G-19).
    """
    reasons = (
        (pair.is_same, ITSELF),
        (pair.other_state == State.CLOSED, OTHER_IS_CLOSED),
        (pair.held_devices > 0, DEVICE_HELD),
        (pair.is_shared, SHARED),
        (pair.procedure is not None and pair.other_procedure is None, TRIAGE_FIRST),
        (pair.procedure not in {None, pair.other_procedure}, OTHER_PROCEDURE),
    )
    return next((sentence for refuses, sentence in reasons if refuses), None)
