"""Where a school keeps what it took, how much goes in, and when a count needs a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """What sort of place it is; a safe is the strongest, a tray the least."""

    SAFE = "safe"
    CUPBOARD = "cupboard"
    TRAY = "tray"


@dataclass(frozen=True)
class APlace:
    """A place as the office describes it: what it is called, its kind, devices it takes."""

    name: str
    kind: PlaceKind
    capacity: int


# What every school starts with; the office adds its own.
FIRST_PLACES = (
    APlace("Head's safe", PlaceKind.SAFE, 20),
    APlace("Office cupboard", PlaceKind.CUPBOARD, 40),
)


def why_not_here(named: str, places: Iterable[str]) -> str | None:
    """Return why `named` is not a storage place of this school, or None (G-07, D-9.3-8)."""
    known = list(places)
    if named.strip().casefold() in {name.casefold() for name in known}:
        return None
    return f"Choose where the device is kept: {', '.join(known)}."


def why_full(name: str, room: int, others: Iterable[tuple[str, int]]) -> str | None:
    """Return why nothing more goes into `name`, and where there is room, or None."""
    if room > 0:
        return None
    elsewhere = [f"{other} has room for {left}" for other, left in others if left > 0]
    instead = "; ".join(elsewhere) or "No other place has room: ask the office to add one"
    return f"{name} is full. {instead}."


def why_not_counted(expected: int, found: int, reason: str | None) -> str | None:
    """Return why a count needs more, or None: a difference is kept with its reason (G-16)."""
    if found == expected or (reason and reason.strip()):
        return None
    verb = "is" if expected == 1 else "are"
    return (
        f"You found {found}, and {expected} {verb} recorded here. Look again with the list; "
        "if it stays so, say what you know about the difference and tell the head."
    )
