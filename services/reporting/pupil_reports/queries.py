"""What answering a child depends on: the school's staff, its own time, and its classes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import STAFF, SchoolStaff, staff_now, staff_seen
from services.shared.database import fetch

DAYS_AHEAD = 60
_TIME = f"""
    SELECT t.time_zone,
        (SELECT d.ends_at FROM directory.school_day d
         WHERE d.school_id = $1 AND d.kind = 'school' AND d.on_date = t.today) AS ends_at,
        (SELECT min(d.on_date) FROM directory.school_day d
         WHERE d.school_id = $1 AND d.kind = 'school'
         AND d.on_date > t.today AND d.on_date <= t.today + {DAYS_AHEAD}) AS next_on
    FROM (SELECT s.time_zone, ($2::timestamptz AT TIME ZONE s.time_zone)::date AS today
          FROM directory.school s WHERE s.id = $1) t
"""
_AROUND = f"""
    SELECT t.*, k.*,
        (SELECT c.name FROM directory.school_class c WHERE c.id = $4) AS class_name
    FROM ({_TIME.replace("$2", "$3")}) t, ({STAFF}) k
"""


@dataclass(frozen=True)
class SchoolTime:
    """The school's own now, its home time today (None: no school) and its next school day."""

    now: datetime
    ends_at: datetime | None
    next_day: str


@dataclass(frozen=True)
class Around:
    """What stands around a child's report: staff and time at that moment, and the class's name."""

    staff: SchoolStaff
    time: SchoolTime
    class_name: str | None


async def around_report(
    session: AsyncSession, school_id: UUID, moment: datetime, class_id: UUID | None
) -> Around:
    """Return everything that taking a report depends on, in one round trip."""
    seen = staff_seen(school_id)
    (row,) = await fetch(session, _AROUND, school_id, seen.mark, moment, class_id)
    time = _time(row["time_zone"], row["ends_at"], row["next_on"], moment)
    return Around(staff_now(school_id, seen, row), time, row["class_name"])


async def school_time(session: AsyncSession, school_id: UUID, moment: datetime) -> SchoolTime:
    """Return what a promise to a child who told at `moment` depends on."""
    (row,) = await fetch(session, _TIME, school_id, moment)
    return _time(row["time_zone"], row["ends_at"], row["next_on"], moment)


def _time(
    zone: str, ends_at: datetime | None, next_on: date | None, moment: datetime
) -> SchoolTime:
    next_day = f"{next_on:%A}" if next_on else "the next school day"
    return SchoolTime(moment.astimezone(ZoneInfo(zone)), ends_at, next_day)
