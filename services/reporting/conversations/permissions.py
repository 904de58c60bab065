"""Whom a reader of a case may write to; pure."""

from typing import Final

NOBODY_TO_REACH: Final = "Nobody can be reached about this one: whoever told it left no way back."
KEPT_OUT: Final = "Whoever reported this must not see the case, so nothing can be sent to them."
_REACHED: Final = frozenset({"pupil", "staff"})


def why_not_write_to(source: str, *, is_kept_out: bool) -> str | None:
    """Return the sentence that refuses a message to whoever told, or None (G-12)."""
    if is_kept_out:
        return KEPT_OUT
    return None if source in _REACHED else NOBODY_TO_REACH
