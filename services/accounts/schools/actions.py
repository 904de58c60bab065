"""Open a school: its row, profile, keys, calendar and page addresses.

These run in a transaction of the owner (seed, import), never of a running service; only
`add_version` runs in a request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.schools.adapters import read_template
from services.accounts.schools.errors import ProfileRefused
from services.accounts.schools.models import (
    DataKey,
    PageCode,
    ProfileVersion,
    School,
    SchoolDay,
    SchoolKey,
)
from services.accounts.schools.queries import SchoolKeys, keys_of
from services.accounts.schools.rules import why_not_setting
from services.accounts.schools.schemas import ProfileSettings
from services.shared import clock
from services.shared.callers import Caller
from services.shared.directory import people_by_id
from services.shared.encryption import Keyring

NOT_IN_ROW = frozenset({"profile", "approved_by"})


@dataclass(frozen=True)
class NewSchool:
    """What must be known of a school before anything can be stored for it."""

    id: UUID
    name: str
    short_name: str
    urn: str
    local_authority: str
    profile: str
    approved_by: str
    time_zone: str = "Europe/London"


@dataclass(frozen=True)
class SchoolYear:
    """Terms as (first, last) days, both in school; holidays are the days between."""

    first_on: date
    last_on: date
    terms: tuple[tuple[date, date], ...]
    inset_on: frozenset[date]
    starts: time = time(8, 45)
    ends: time = time(15, 15)


async def open_school(session: AsyncSession, school: NewSchool, keyring: Keyring) -> SchoolKeys:
    """Store the school, the first version of its profile and its keys; return the opened keys.

    Raises ProfileRefused where the template is wrong.
    """
    settings = read_template(school.profile)
    row = {name: fact for name, fact in asdict(school).items() if name not in NOT_IN_ROW}
    await session.execute(insert(School), [row])
    await session.execute(insert(ProfileVersion), [_first_version(school, settings)])
    school_wrapped = keyring.new_school_key()
    key_id, wrapped = keyring.new_data_key(school_wrapped)
    made = {"school_id": school.id, "made_at": clock.now()}
    await session.execute(insert(SchoolKey), [{**made, "wrapped": school_wrapped}])
    await session.execute(insert(DataKey), [{**made, "key_id": key_id, "wrapped": wrapped}])
    return await keys_of(session, school.id, keyring)


def _first_version(school: NewSchool, settings: ProfileSettings) -> dict[str, object]:
    return {
        "id": uuid4(),
        "school_id": school.id,
        "version": 1,
        "template": school.profile,
        "settings": settings,
        "effective_from_on": clock.today(school.time_zone),
        "approved_by": school.approved_by,
        "reason": "The school starts with Lantern.",
        "recorded_at": clock.now(),
    }


async def change_profile(
    session: AsyncSession, school_id: UUID, changed: Mapping[str, object], *, by: str
) -> None:
    """Fill in settings that are still empty, as a new version of the profile approved by `by`.

    Raises ProfileRefused where one of them may not stand.
    """
    for key, setting in changed.items():
        if why := why_not_setting(key, setting):
            raise ProfileRefused(f"{key} {why}")
    asked = select(ProfileVersion).where(ProfileVersion.school_id == school_id)
    last = (await session.scalars(asked.order_by(ProfileVersion.version.desc()).limit(1))).one()
    filled = {key: setting for key, setting in changed.items() if not last.settings.get(key)}
    if not filled:
        return
    row = {
        "id": uuid4(),
        "school_id": school_id,
        "version": last.version + 1,
        "template": last.template,
        "settings": last.settings | filled,
        "effective_from_on": last.effective_from_on,
        "approved_by": by,
        "reason": "The school fills in its own numbers.",
        "recorded_at": clock.now(),
    }
    await session.execute(insert(ProfileVersion), [row])


async def add_version(
    session: AsyncSession,
    last: ProfileVersion,
    changed: Mapping[str, object],
    *,
    by: Caller,
    reason: str,
) -> None:
    """Store the next version of a profile, approved by the caller under their own name.

    `last` comes from newest_profile, which keeps others from writing; the caller of this checks
    `changed` with why_not_setting.
    """
    approver = (await people_by_id(session, {by.person_id}))[by.person_id]
    row = {
        "id": uuid4(),
        "school_id": last.school_id,
        "version": last.version + 1,
        "template": last.template,
        "settings": {**last.settings, **changed},
        "effective_from_on": last.effective_from_on,
        "approved_by": approver.display_name,
        "reason": reason,
        "recorded_at": clock.now(),
    }
    await session.execute(insert(ProfileVersion), [row])


async def add_calendar(
    session: AsyncSession, school_id: UUID, year: SchoolYear, time_zone: str = "Europe/London"
) -> None:
    """Store every date of the year: school, inset or closed (weekends, holidays, bank holidays)."""
    years = range(year.first_on.year, year.last_on.year + 1)
    bank = holidays.country_holidays("GB", subdiv="ENG", years=years)
    zone = ZoneInfo(time_zone)
    days = [
        {"school_id": school_id, **_school_day(day, year, bank.get(day), zone)}
        for day in _days(year.first_on, year.last_on)
    ]
    await session.execute(insert(SchoolDay), days)


def _school_day(
    day: date, year: SchoolYear, bank_holiday: str | None, zone: ZoneInfo
) -> dict[str, object]:
    kind, note = _kind_of(day, year, bank_holiday)
    is_open = kind != "closed"
    return {
        "on_date": day,
        "kind": kind,
        "starts_at": datetime.combine(day, year.starts, zone) if is_open else None,
        "ends_at": datetime.combine(day, year.ends, zone) if is_open else None,
        "note": note,
    }


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _kind_of(day: date, year: SchoolYear, bank_holiday: str | None) -> tuple[str, str]:
    if bank_holiday:
        return "closed", bank_holiday
    if day in year.inset_on:
        return "inset", "Inset day"
    is_term = any(first <= day <= last for first, last in year.terms)
    saturday = 5
    if is_term and day.weekday() < saturday:
        return "school", ""
    return "closed", "Weekend" if day.weekday() >= saturday else "Holiday"


async def add_page_code(
    session: AsyncSession,
    code: str,
    school_id: UUID,
    class_id: UUID | None = None,
    lane: str | None = None,
) -> None:
    """Store the letters of a poster; without a class it is the school's own."""
    row = {"code": code, "school_id": school_id, "class_id": class_id, "lane": lane}
    await session.execute(insert(PageCode), [row])
