"""Where a device was used when it was taken: what a breach is, and where it weighs more. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from services.devices.custody.rules import Ground


class UsedIn(StrEnum):
    """Where a pupil used it: in formal time (D-9.3-5), or in a no-use place (D-9.1-4)."""

    LESSON = "lesson"
    CHANGING_ROOM = "changing_room"
    TOILET = "toilet"
    SWIMMING_POOL = "swimming_pool"
    OTHER_PLACE = "other_place"


# The no-use places of the policy, and those that a school adds by its own rules (D-9.1-4).
NO_USE_PLACES = frozenset(UsedIn) - {UsedIn.LESSON}
USED_IN_WORDS: Mapping[UsedIn, str] = MappingProxyType(
    {
        UsedIn.LESSON: "A lesson or formal school time",
        UsedIn.CHANGING_ROOM: "A changing room",
        UsedIn.TOILET: "A toilet",
        UsedIn.SWIMMING_POOL: "The swimming pool",
        UsedIn.OTHER_PLACE: "Another place where devices are not allowed",
    }
)
SAY_WHICH_PLACE = (
    "Say in which place it was used: a changing room, a toilet, the swimming pool or another place "
    "where devices are not allowed."
)
NOT_WITH_THIS = "Choose a reason that goes with where it was used."


def why_not_used_in(ground: Ground, used_in: UsedIn | None) -> str | None:
    """Return why `used_in` does not go with `ground`, or None (D-9.1-4, D-9.3-5)."""
    if ground is Ground.BARRED_PLACE:
        return None if used_in in NO_USE_PLACES else SAY_WHICH_PLACE
    if used_in is None or (used_in is UsedIn.LESSON and ground is Ground.SCHOOL_RULE):
        return None
    return NOT_WITH_THIS
