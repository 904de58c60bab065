"""Which channel takes over where one fails, and when a failing provider is left alone; pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from services.notifications.deliveries.models import Channel, Reason

# A message that could not be handed over so often goes by the next channel as well. With the
# back-off of rules.py (10, then 30 seconds) and ten seconds for an answer, that is after 70.
TRIES_BEFORE_THE_NEXT: Final = 3
# Nothing that we could try again here would help: the next channel at once.
HOPELESS: Final = frozenset(
    {Reason.SERVER_REFUSED, Reason.NO_ADDRESS, Reason.BAD_ADDRESS, Reason.BOUNCED}
)
FAULTS: Final = frozenset(
    {Reason.SERVER_AWAY, Reason.SERVER_SLOW, Reason.SERVER_BUSY, Reason.NOT_GUARDED}
)
OPENS_AFTER: Final = 3
STAYS_OPEN: Final = timedelta(seconds=30)
# How often a provider is asked what became of a message; after the last it is left as taken.
ASK_AFTER: Final = tuple(timedelta(seconds=one) for one in (15, 60, 300, 3600, 86_400))


def next_channel(chain: tuple[Channel, ...], channel: str) -> Channel | None:
    """Return the channel that takes over from `channel`, or None where it was the last."""
    known = [one.value for one in chain]
    if channel not in known:
        return None
    place = known.index(channel) + 1
    return chain[place] if place < len(chain) else None


def takes_over(reason: Reason, attempts: int) -> bool:
    """Say whether the next channel must take this message as well."""
    return reason in HOPELESS or attempts >= TRIES_BEFORE_THE_NEXT


def ask_again_at(now: datetime, accepted_at: datetime) -> datetime | None:
    """Return when to ask next what became of a message; None once it has been long enough."""
    waited = now - accepted_at
    return next((accepted_at + one for one in ASK_AFTER if one > waited), None)


def fault_in(reason: Reason | None) -> Reason | None:
    """Return `reason` where it speaks of the provider and not of one address."""
    return reason if reason in FAULTS else None


@dataclass
class Breakers:
    """Which providers this process leaves alone for a while, and since when each one fails."""

    faults: dict[str, int] = field(default_factory=dict)
    open_until: dict[str, datetime] = field(default_factory=dict)

    def note(self, channel: str, reason: Reason | None, now: datetime) -> bool:
        """Count one answer; return whether it is news that the provider works, or that it fails.

        Three faults in a row open the breaker; one answer of any other kind closes it.
        """
        before = self.faults.get(channel)
        if reason not in FAULTS:
            self.faults[channel] = 0
            self.open_until.pop(channel, None)
            return before != 0
        self.faults[channel] = (before or 0) + 1
        if self.faults[channel] >= OPENS_AFTER:
            self.open_until[channel] = now + STAYS_OPEN
        return not before

    def is_open(self, channel: str, now: datetime) -> bool:
        """Say whether the provider is left alone now; after half a minute one message tries."""
        until = self.open_until.get(channel)
        if until is None or now < until:
            return until is not None
        self.open_until[channel] = now + STAYS_OPEN
        return False
