"""Whom a reader of a case may write to; pure."""

from collections.abc import Sequence
from typing import Final

NOBODY_TO_REACH: Final = "Nobody can be reached about this one: whoever told it left no way back."
KEPT_OUT: Final = "Whoever reported this must not see the case, so nothing can be sent to them."
_REACHED: Final = frozenset({"pupil", "staff"})


NAMES_THE_ADULT: Final = (
    "Leave out {names}: nobody but the case manager, the LADO and the police may read whom this is"
    " about. Naming a teacher who is accused is an offence until they are charged."
)


def why_not_say(names: Sequence[str]) -> str | None:
    """Return the sentence that refuses a message in which the adult's name stands (G-23)."""
    return NAMES_THE_ADULT.format(names=", ".join(names)) if names else None


def why_not_write_to(source: str, *, is_kept_out: bool) -> str | None:
    """Return the sentence that refuses a message to whoever told, or None (G-12)."""
    if is_kept_out:
        return KEPT_OUT
    return None if source in _REACHED else NOBODY_TO_REACH
