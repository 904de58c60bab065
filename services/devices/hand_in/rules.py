"""Who hands a device in where, which tray it gets, and when it counts as left over (dw1). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Arrival(StrEnum):
    """What a school does with devices in the morning (`devices.arrival`)."""

    CLASS_TEACHER = "class_teacher"
    OFFICE = "office"
    OFFICE_BY_PERMISSION = "office_by_permission"


class Stand(StrEnum):
    """Where a child's device of one day stands (dw1)."""

    EXPECTED = "expected"
    HANDED_IN = "handed_in"
    GIVEN_BACK = "given_back"
    NOT_COLLECTED = "not_collected"


class Tap(StrEnum):
    """What one tap does."""

    HANDED_IN = "handed_in"
    GIVEN_BACK = "given_back"


class PermissionKind(StrEnum):
    """Why a child may bring a device where devices are not allowed (A-1.16-7)."""

    PARENT_REQUEST = "parent_request"
    ADJUSTMENT = "adjustment"


NOT_YOUR_CLASS = (
    "Devices of this class are taken in by its own staff. Ask the office, or a colleague who "
    "works with this class."
)
AT_THE_OFFICE = "At this school devices are left at the office. Send the child to the office."
NO_PERMISSION = (
    "A phone comes to this school only when a parent has asked in writing, or the child needs it "
    "as an adjustment, and neither is recorded for this child. Record the written request first; "
    "until then this is a device to be taken: tell the head."
)
IN_NO_CLASS = "This child is in no class. Ask the office to put that right."
NOT_HERE = "No device of this child is here."
ALREADY_HERE = "This child's device is here already."

WORDS_OF_ARRIVAL = {
    Arrival.CLASS_TEACHER: "Devices are switched off and handed to the class teacher.",
    Arrival.OFFICE: "Devices are switched off and left at the office.",
    Arrival.OFFICE_BY_PERMISSION: "Devices come only by a parent's written request, to the office.",
}
OFFICE = frozenset({"office", "head"})
LEADERSHIP = frozenset({"head", "slt", "dsl", "ddsl"})


def arrival_of(setting: object) -> Arrival:
    """Return what the profile says about the morning; the strictest where it says nothing."""
    try:
        return Arrival(str(setting))
    except ValueError:
        return Arrival.OFFICE_BY_PERMISSION


def why_not_you(arrival: Arrival, roles: frozenset[str], *, is_class_staff: bool) -> str | None:
    """Return why somebody may not tap for this class, or None."""
    if not roles.isdisjoint(OFFICE):
        return None
    if arrival is not Arrival.CLASS_TEACHER:
        return AT_THE_OFFICE
    if is_class_staff or not roles.isdisjoint(LEADERSHIP):
        return None
    return NOT_YOUR_CLASS


def why_not_bring(arrival: Arrival, *, has_permission: bool) -> str | None:
    """Return why a child's device cannot be taken in here, or None (A-1.16-7)."""
    if arrival is Arrival.OFFICE_BY_PERMISSION and not has_permission:
        return NO_PERMISSION
    return None


def tray_for(place_in_list: int, taken: Collection[int]) -> int:
    """Return the tray of the child who stands at `place_in_list` (1 is first).

    It is their own number, or the first free one where somebody else's device lies there.
    """
    if place_in_list not in taken:
        return place_in_list
    return next(one for one in range(1, len(taken) + 2) if one not in taken)


@dataclass(frozen=True)
class SchoolDay:
    """When a day begins and ends at the school; both None where the calendar says nothing."""

    on_date: date
    starts_at: datetime | None
    ends_at: datetime | None


def is_late(handed_in_at: datetime, day: SchoolDay) -> bool:
    """Say whether a device came in after the day had begun."""
    return day.starts_at is not None and handed_in_at > day.starts_at


def stand_of(day: SchoolDay, today: SchoolDay, now: datetime, *, is_in: bool | None) -> Stand:
    """Return where a device stands; `is_in` is None where nothing was handed in.

    What is still here after the bell was not collected, and is the office's (D-9.1-2).
    """
    if is_in is None:
        return Stand.EXPECTED
    if not is_in:
        return Stand.GIVEN_BACK
    is_over = day.on_date < today.on_date or (day.ends_at is not None and now > day.ends_at)
    return Stand.NOT_COLLECTED if is_over else Stand.HANDED_IN


def why_not_tap(tap: Tap, *, is_in: bool) -> str | None:
    """Return why `tap` cannot be done now, or None."""
    if tap is Tap.HANDED_IN:
        return ALREADY_HERE if is_in else None
    return None if is_in else NOT_HERE


def was_first(tap: Tap, who: str, at: str, tray: int) -> str:
    """Return the sentence for the second of two people who tapped the same child at once."""
    did = "took it in" if tap is Tap.HANDED_IN else "gave it back"
    return f"{who} was first and {did} at {at} (tray {tray})."
