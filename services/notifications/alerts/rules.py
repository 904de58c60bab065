"""When an unanswered alert moves on, and to whom (G-11); pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifications.alerts.models import Urgency
from services.notifications.deliveries.models import Purpose
from services.shared.calendar import AT_ONCE_IN_SCHOOL_HOURS, AT_ONCE_OTHERWISE
from services.shared.directory import RoleHolder

# Who is asked one after the other; the leads and whoever reads the case are told at once.
LADDER: Final = ("dsl", "ddsl", "head", "chair")
READING: Final = frozenset({*LADDER, "slt"})
WAITS: Final = {Urgency.CRITICAL: timedelta(minutes=5), Urgency.HIGH: timedelta(minutes=30)}
# So many alerts about the same within so long; what comes then is folded into them.
ALERTS_ABOUT_THE_SAME: Final = 3
FOLDED_WITHIN: Final = timedelta(minutes=10)
INTO_THE_MORNING: Final = timedelta(hours=2)
USUAL_START: Final = time(9)
_SATURDAY = 5


def next_rung_at(
    urgency: Urgency, now: datetime, next_morning: datetime | None, zone: str
) -> datetime:
    """Return the moment (UTC) at which the ladder moves on if nobody has answered.

    Critical after 5 minutes, high after 30; anything else two hours into the next school
    morning, `next_morning`, in UTC. Where the calendar has none, the next weekday at nine stands
    in, for silence must never be the answer.
    """
    wait = WAITS.get(urgency)
    if wait is not None:
        return now + wait
    begins = next_morning or _usual_morning(now, ZoneInfo(zone))
    return begins.astimezone(UTC) + INTO_THE_MORNING


def _usual_morning(now: datetime, zone: ZoneInfo) -> datetime:
    day = now.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, USUAL_START, zone)


def purpose_of(role: str, form: str | None) -> Purpose:
    """Return what the message to somebody in `role` is for.

    The safeguarding team reads the case; everybody else, and whoever a procedure tells in a
    narrower form, is asked to see the lead and gets no access (G-12).
    """
    opens_the_case = form is None and role in READING
    return Purpose.PROCEDURE if opens_the_case else Purpose.SEE_THE_LEAD


def target_at(urgency: Urgency, now: datetime, *, in_school: bool) -> datetime | None:
    """Return by when a critical alert ought to be answered: 15 minutes, outside school 60."""
    if urgency is not Urgency.CRITICAL:
        return None
    return now + (AT_ONCE_IN_SCHOOL_HOURS if in_school else AT_ONCE_OTHERWISE)


def next_round_at(
    urgency: Urgency, now: datetime, next_morning: datetime | None, zone: str
) -> datetime:
    """Return when a ladder that came to its end begins anew: silence is never the answer.

    Critical after five minutes; anything else two hours into the next school morning.
    """
    again = urgency if urgency is Urgency.CRITICAL else Urgency.MEDIUM
    return next_rung_at(again, now, next_morning, zone)


def next_in_line(
    holders: Iterable[RoleHolder],
    told: frozenset[UUID],
    away: frozenset[UUID] = frozenset(),
) -> list[RoleHolder]:
    """Return who may be asked next, first one first: holders of the ladder's roles not yet told.

    Somebody with two roles stands in line once, at the earlier one. Who is away comes after
    everybody who is there.
    """
    standing: dict[UUID, RoleHolder] = {}
    in_order = sorted(
        (one for one in holders if one.role in LADDER),
        key=lambda one: (
            one.person_id in away,
            LADDER.index(one.role),
            one.rank,
            str(one.person_id),
        ),
    )
    for one in in_order:
        if one.person_id not in told:
            standing.setdefault(one.person_id, one)
    return list(standing.values())
