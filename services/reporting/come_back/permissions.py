"""Who may try pictures: the limiter stands before the hash, and counts failures alone."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

TEN_MINUTES: Final = 600
A_DAY: Final = 86_400
# A class of thirty behind one address may be wrong three times each before anybody waits.
NETWORK_IN_TEN_MINUTES: Final = 100
NETWORK_IN_A_DAY: Final = 400
# Many networks at once are a machine: from then on each network has three wrong tries a day, so
# that a child who comes from elsewhere is let through.
SCHOOL_IN_A_DAY: Final = 4_000
NETWORK_UNDER_ATTACK: Final = 3


@dataclass(frozen=True)
class Failures:
    """How many tries were wrong: from this network in both windows, and in the whole school."""

    ten_minutes: int
    a_day: int
    school: int


def buckets(school_id: UUID, network: str) -> dict[str, int]:
    """Return the names of the three counts, each with its window in seconds."""
    own = f"come-back|{school_id}|{network}"
    return {f"{own}|10m": TEN_MINUTES, f"{own}|day": A_DAY, f"come-back|{school_id}": A_DAY}


def may_try(failures: Failures) -> bool:
    """Say whether three more pictures may be tried from this network."""
    if failures.ten_minutes >= NETWORK_IN_TEN_MINUTES or failures.a_day >= NETWORK_IN_A_DAY:
        return False
    return failures.school < SCHOOL_IN_A_DAY or failures.a_day < NETWORK_UNDER_ATTACK
