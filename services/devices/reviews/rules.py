"""What a yearly review may show: counts, and none so small that it points at a child (G-24)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FEWEST = 5
FEWER = "fewer than 5"
MERGED = "Smaller groups together"
EVERYBODY = "All groups together"
FIRST_MONTH = 9  # a school year begins in September


@dataclass(frozen=True)
class Line:
    """One group and its count as it may be shown."""

    group: str
    count: str


def may_be_shown(count: int) -> str:
    """Return a count as it may be shown: 0, or at least five; otherwise that it is fewer."""
    return FEWER if 0 < count < FEWEST else str(count)


def merged(counts: Mapping[str, int]) -> list[Line]:
    """Return the groups with their counts, largest first; those under five are one group.

    Where the small ones together are still under five, the next larger group joins them: nobody
    can work a small count out by subtracting.
    """
    groups = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    groups = [one for one in groups if one[1] > 0]
    together, sum_of_small = 0, 0
    while groups and (groups[-1][1] < FEWEST or 0 < sum_of_small < FEWEST):
        _, count = groups.pop()
        together, sum_of_small = together + 1, sum_of_small + count
    shown = [Line(group, str(count)) for group, count in groups]
    if together:
        name = MERGED if shown else EVERYBODY
        shown.append(Line(name, may_be_shown(sum_of_small)))
    return shown


def school_year_of(today: date) -> date:
    """Return the first day of the school year that `today` is in."""
    year = today.year if today.month >= FIRST_MONTH else today.year - 1
    return date(year, FIRST_MONTH, 1)
