"""The list of a class as it stands today, what was left over, and who may bring a device."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.custody.queries import SchoolHere, school_here
from services.devices.hand_in.models import ArrivalPermission, HandInState
from services.devices.hand_in.rules import (
    IN_NO_CLASS,
    WORDS_OF_ARRIVAL,
    Arrival,
    SchoolDay,
    arrival_of,
    is_late,
    stand_of,
    why_not_bring,
    why_not_you,
)
from services.devices.hand_in.schemas import (
    ClassView,
    HandInCounts,
    HandInPage,
    LeftOver,
    PermissionView,
    PupilRow,
)
from services.devices.keys.actions import Desk
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import NotThere, Refused

WORDS = "arrival_permission.words.1"
_CLASSES = text(
    "SELECT class.id, class.name, EXISTS (SELECT FROM directory.class_staff AS staff"
    " WHERE staff.class_id = class.id AND staff.person_id = :person) AS is_mine"
    " FROM directory.school_class AS class WHERE class.school_id = :school"
    " ORDER BY is_mine DESC, class.name"
)
_PUPILS = text(
    "SELECT pupil.person_id AS pupil_id, person.display_name FROM directory.pupil AS pupil"
    " JOIN directory.person AS person ON person.id = pupil.person_id AND person.is_active"
    " WHERE pupil.school_id = :school AND pupil.class_id = :class_id"
    " ORDER BY person.family_name, person.given_name, pupil.person_id"
)
_CLASS_OF = text(
    "SELECT class_id FROM directory.pupil WHERE school_id = :school AND person_id = :pupil"
)
_DAY = text(
    "SELECT starts_at, ends_at FROM directory.school_day"
    " WHERE school_id = :school AND on_date = :on_date"
)
_ALLOWED = text(
    "SELECT DISTINCT one.pupil_id FROM devices.arrival_permission AS one"
    " WHERE one.school_id = :school AND one.pupil_id = ANY(:pupils) AND one.written_on <= :today"
    " AND (one.ends_on IS NULL OR one.ends_on >= :today) AND NOT EXISTS (SELECT"
    " FROM devices.arrival_permission_end AS over WHERE over.permission_id = one.id)"
)
_PERMISSIONS = text(
    "SELECT one.*, child.display_name, pupil.class_name, guardian.display_name AS guardian,"
    " recorder.display_name AS recorder FROM devices.arrival_permission AS one"
    " JOIN directory.person AS child ON child.id = one.pupil_id"
    " JOIN directory.pupil AS pupil ON pupil.person_id = one.pupil_id"
    " LEFT JOIN directory.person AS guardian ON guardian.id = one.guardian_id"
    " LEFT JOIN directory.person AS recorder ON recorder.id = one.recorded_by"
    " WHERE one.school_id = :school AND (one.ends_on IS NULL OR one.ends_on >= :today)"
    " AND NOT EXISTS (SELECT FROM devices.arrival_permission_end AS over"
    "  WHERE over.permission_id = one.id)"
    " ORDER BY child.display_name, one.recorded_at"
)
_LEFT = text(
    "SELECT state.pupil_id, child.display_name, pupil.class_name, state.on_date, state.tray,"
    " state.seq FROM devices.hand_in_state AS state"
    " JOIN directory.person AS child ON child.id = state.pupil_id"
    " LEFT JOIN directory.pupil AS pupil ON pupil.person_id = state.pupil_id"
    " WHERE state.school_id = :school AND state.is_in"
    " AND (state.on_date < :today OR (state.on_date = :today AND :is_over))"
    " ORDER BY state.on_date, pupil.class_name, state.tray"
)


@dataclass(frozen=True)
class Morning:
    """What one school does with devices in the morning, and today as its clock shows it."""

    school: SchoolHere
    arrival: Arrival
    today: SchoolDay
    now: datetime

    @property
    def is_over(self) -> bool:
        """Say whether the school day is over: what is still here is left over."""
        return self.today.ends_at is not None and self.now > self.today.ends_at


async def morning_at(session: AsyncSession, school_id: UUID) -> Morning:
    """Return what the school of this transaction does in the morning, and its today."""
    school = await school_here(session, school_id)
    arrival = arrival_of(school.profile.get("devices.arrival"))
    today = await day_at(session, school_id, clock.today(school.time_zone))
    return Morning(school, arrival, today, clock.now())


async def day_at(session: AsyncSession, school_id: UUID, on_date: date) -> SchoolDay:
    """Return when that day begins and ends at the school."""
    known = {"school": school_id, "on_date": on_date}
    row = (await session.execute(_DAY, known)).one_or_none()
    return SchoolDay(on_date, row.starts_at if row else None, row.ends_at if row else None)


async def classes_for(session: AsyncSession, caller: Caller) -> list[ClassView]:
    """Return the classes of the school, the caller's own first."""
    known = {"school": caller.school_id, "person": caller.person_id}
    rows = await session.execute(_CLASSES, known)
    return [ClassView(**row) for row in rows.mappings()]


async def class_of(desk: Desk, pupil_id: UUID) -> UUID:
    """Return the class of a child of this school; raises NotThere, or Refused where in none."""
    known = {"school": desk.caller.school_id, "pupil": pupil_id}
    row = (await desk.session.execute(_CLASS_OF, known)).one_or_none()
    if row is None:
        raise NotThere
    if row.class_id is None:
        raise Refused(IN_NO_CLASS)
    found: UUID = row.class_id
    return found


async def pupils_in(session: AsyncSession, school_id: UUID, class_id: UUID) -> list[Any]:
    """Return (pupil_id, display_name) of a class in the order of its list."""
    rows = await session.execute(_PUPILS, {"school": school_id, "class_id": class_id})
    return list(rows.all())


async def allowed_among(
    session: AsyncSession, school_id: UUID, pupil_ids: list[UUID], today: date
) -> set[UUID]:
    """Return those of the children for whom a written request or an adjustment counts today."""
    known = {"school": school_id, "pupils": pupil_ids, "today": today}
    return set(await session.scalars(_ALLOWED, known))


async def state_of(session: AsyncSession, pupil_id: UUID, on_date: date) -> HandInState | None:
    """Return where a child's device of one day stands, or None where nothing came in."""
    rows = select(HandInState).where(
        HandInState.pupil_id == pupil_id, HandInState.on_date == on_date
    )
    return await session.scalar(rows.execution_options(populate_existing=True))


async def states_in(
    session: AsyncSession, class_id: UUID, on_date: date
) -> dict[UUID, HandInState]:
    """Return where the devices of a class stand on one day, by child."""
    rows = select(HandInState).where(
        HandInState.class_id == class_id, HandInState.on_date == on_date
    )
    return {one.pupil_id: one for one in await session.scalars(rows)}


async def page_for(desk: Desk, class_id: UUID | None) -> HandInPage:
    """Return the list of a class, or the classes alone where none is chosen.

    Raises NotThere for a class of another school and Refused for somebody else's class.
    """
    morning = await morning_at(desk.session, desk.caller.school_id)
    classes = await classes_for(desk.session, desk.caller)
    mine = [one for one in classes if _why_not(desk, morning, one) is None]
    chosen = _chosen(desk, morning, classes, class_id)
    items = await _rows(desk, morning, chosen) if chosen else []
    words = morning.school.profile.get("devices.arrival_words")
    return HandInPage(
        arrival=morning.arrival,
        arrival_words=str(words or WORDS_OF_ARRIVAL[morning.arrival]),
        on_date=morning.today.on_date,
        classes=mine,
        chosen=chosen,
        items=items,
        counts=HandInCounts.of(items),
    )


def _why_not(desk: Desk, morning: Morning, one: ClassView) -> str | None:
    return why_not_you(morning.arrival, desk.caller.roles, is_class_staff=one.is_mine)


def _chosen(
    desk: Desk, morning: Morning, classes: list[ClassView], class_id: UUID | None
) -> ClassView | None:
    if class_id is None:
        return None
    found = next((one for one in classes if one.id == class_id), None)
    if found is None:
        raise NotThere
    why = _why_not(desk, morning, found)
    if why:
        raise Refused(why)
    return found


async def _rows(desk: Desk, morning: Morning, chosen: ClassView) -> list[PupilRow]:
    school_id, today = desk.caller.school_id, morning.today
    await audit(
        desk.session, actor=desk.caller, act="hand_in.read", kind="class", subject_id=chosen.id
    )
    pupils = await pupils_in(desk.session, school_id, chosen.id)
    ids = [one.pupil_id for one in pupils]
    allowed = await allowed_among(desk.session, school_id, ids, today.on_date)
    states = await states_in(desk.session, chosen.id, today.on_date)
    return [
        PupilRow(
            pupil_id=one.pupil_id,
            display_name=one.display_name,
            number=number,
            why_not=why_not_bring(morning.arrival, has_permission=one.pupil_id in allowed),
            **_standing(morning, states.get(one.pupil_id)),
        )
        for number, one in enumerate(pupils, start=1)
    ]


def _standing(morning: Morning, state: HandInState | None) -> dict[str, Any]:
    today, is_in = morning.today, state.is_in if state else None
    return {
        "stand": stand_of(today, today, morning.now, is_in=is_in),
        "tray": state.tray if state and state.is_in else None,
        "seq": state.seq if state else 0,
        "handed_in_at": state.handed_in_at if state else None,
        "is_late": state is not None and is_late(state.handed_in_at, today),
    }


async def left_over(desk: Desk) -> list[LeftOver]:
    """Return what was handed in and not collected, oldest first; the read is written down."""
    morning = await morning_at(desk.session, desk.caller.school_id)
    known = {
        "school": desk.caller.school_id,
        "today": morning.today.on_date,
        "is_over": morning.is_over,
    }
    rows = await desk.session.execute(_LEFT, known)
    await audit(
        desk.session,
        actor=desk.caller,
        act="hand_in.left_over_read",
        kind="school",
        subject_id=desk.caller.school_id,
    )
    return [LeftOver(**row) for row in rows.mappings()]


async def permission_with(desk: Desk, request_key: UUID) -> ArrivalPermission | None:
    """Return the entry that was sent with this Idempotency-Key, or None."""
    rows = select(ArrivalPermission).where(
        ArrivalPermission.school_id == desk.caller.school_id,
        ArrivalPermission.request_key == request_key,
    )
    return await desk.session.scalar(rows)


async def permissions_at(desk: Desk) -> list[PermissionView]:
    """Return the requests and adjustments that count today, by child; the read is written down."""
    school = await school_here(desk.session, desk.caller.school_id)
    known = {"school": desk.caller.school_id, "today": clock.today(school.time_zone)}
    rows = await desk.session.execute(_PERMISSIONS, known)
    await audit(
        desk.session,
        actor=desk.caller,
        act="arrival_permission.listed",
        kind="school",
        subject_id=desk.caller.school_id,
    )
    return [
        PermissionView(
            id=row.id,
            pupil_id=row.pupil_id,
            display_name=row.display_name,
            class_name=row.class_name,
            kind=row.kind,
            guardian=row.guardian,
            written_on=row.written_on,
            ends_on=row.ends_on,
            words=desk.sealer.open_sealed(bytes(row.words_sealed), WORDS, row.id).reveal(),
            recorded_by=row.recorder or "somebody who has left",
        )
        for row in rows
    ]
