"""Lists of devices and the page of one, made for whoever looks."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from services.devices.boards.schemas import Counts, DeviceList, DeviceRow, Found, PupilView
from services.devices.collectors.queries import people_named
from services.devices.custody.models import Device, DeviceState
from services.devices.custody.permissions import sees_all
from services.devices.custody.queries import Pupil, pupils_by_id, school_here
from services.devices.custody.rules import Custody, Ground, Kind, State, can_be_overdue
from services.devices.stores.models import Place
from services.shared import clock, directory
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import NotThere
from services.shared.paging import PAGE, read_cursor, write_cursor

FOR_THE_POLICE = (State.HELD_AS_EVIDENCE, State.WITH_POLICE)
NOBODY = Pupil(UUID(int=0), "A pupil who has left", "", None)


@dataclass(frozen=True)
class Today:
    """This moment, and when tomorrow begins at the school."""

    now: datetime
    tomorrow: datetime

    @classmethod
    def at(cls, time_zone: str) -> "Today":
        """Return today as the school's clock shows it."""
        next_day = clock.today(time_zone) + timedelta(days=1)
        return cls(clock.now(), datetime.combine(next_day, time(), ZoneInfo(time_zone)))


@dataclass(frozen=True)
class Names:
    """The names that a list shows, by id."""

    people: dict[UUID, directory.Person]
    pupils: dict[UUID, Pupil]

    def person(self, person_id: UUID | None) -> str:
        """Return a name; somebody who has left is still somebody."""
        known = self.people.get(person_id) if person_id else None
        return known.display_name if known else "somebody who has left"

    def pupil(self, pupil_id: UUID) -> PupilView:
        """Return a child as a list shows them."""
        known = self.pupils.get(pupil_id, NOBODY)
        return PupilView(id=pupil_id, display_name=known.display_name, class_name=known.class_name)


def whereabouts(state: DeviceState | Custody, place: str | None, names: Names) -> str:
    """Return in words where a device is: in a place, with a colleague or the police, or back."""
    if state.state == State.WITH_POLICE:
        return "With the police"
    if state.returned_to:
        return f"Given back to {names.person(state.returned_to)}"
    return place or f"With {names.person(state.keeper_id)}"


def is_overdue(state: DeviceState, today: Today) -> bool:
    """Say whether a device should have gone home (G-08); one held for the police waits."""
    return can_be_overdue(State(state.state)) and state.due_at < today.now


def _mine(caller: Caller) -> ColumnElement[bool]:
    here = DeviceState.school_id == caller.school_id
    if sees_all(caller.roles):
        return here
    me = caller.person_id
    return and_(here, or_(DeviceState.taken_by == me, DeviceState.keeper_id == me))


def _in(state: State | None) -> ColumnElement[bool]:
    if state is None:
        return DeviceState.state != State.RETURNED
    return DeviceState.state == state


def _page(
    caller: Caller, state: State | None, cursor: str | None
) -> Select[Device, DeviceState, str | None]:
    rows = (
        select(Device, DeviceState, Place.name)
        .join(DeviceState, DeviceState.device_id == Device.id)
        .outerjoin(Place, Place.id == DeviceState.place_id)
        .where(_mine(caller), _in(state))
    )
    key = tuple_(DeviceState.due_at, DeviceState.device_id)
    newest_first = state is State.RETURNED
    if cursor:
        due_at, device_id = read_cursor(cursor, 2)
        last = tuple_(datetime.fromisoformat(due_at), UUID(device_id))
        rows = rows.where(key < last if newest_first else key > last)
    order = (DeviceState.due_at, DeviceState.device_id)
    rows = rows.order_by(*(one.desc() if newest_first else one for one in order))
    return rows.limit(PAGE + 1)


async def devices_for(
    session: AsyncSession, caller: Caller, state: State | None, cursor: str | None
) -> DeviceList:
    """Return one page of the devices the caller may see, soonest due first.

    Without a `state`, what the school still has; given-back ones come newest first.
    """
    school = await school_here(session, caller.school_id)
    today = Today.at(school.time_zone)
    found = (await session.execute(_page(caller, state, cursor))).all()
    shown = found[:PAGE]
    names = await _names_of(session, caller, [(row[0], row[1]) for row in shown])
    items = [_row(row[0], row[1], row[2], names, today) for row in shown]
    await audit(
        session,
        actor=caller,
        act="device.listed",
        kind="school",
        subject_id=caller.school_id,
        facts={"count": len(items)},
    )
    following = shown[-1][1] if len(found) > PAGE else None
    return DeviceList(
        items=items,
        next_cursor=write_cursor((following.due_at.isoformat(), str(following.device_id)))
        if following
        else None,
        counts=await _counts(session, caller, today),
    )


async def _names_of(
    session: AsyncSession, caller: Caller, rows: list[tuple[Device, DeviceState]]
) -> Names:
    ids = {
        one
        for device, state in rows
        for one in (device.taken_by, state.keeper_id, state.returned_to)
        if one is not None
    }
    return Names(
        people=await people_named(session, ids),
        pupils=await pupils_by_id(session, caller.school_id, {row[0].pupil_id for row in rows}),
    )


def _row(
    device: Device, state: DeviceState, place: str | None, names: Names, today: Today
) -> DeviceRow:
    late = is_overdue(state, today)
    waits = can_be_overdue(State(state.state))
    return DeviceRow(
        device_id=device.id,
        reference=device.reference,
        kind=Kind(device.kind),
        state=State(state.state),
        pupil=names.pupil(device.pupil_id),
        whereabouts=whereabouts(state, place, names),
        taken_at=device.taken_at,
        taken_by=names.person(device.taken_by),
        due_at=state.due_at,
        is_overdue=late,
        is_due_today=waits and not late and state.due_at < today.tomorrow,
        is_raised=device.ground == Ground.BARRED_PLACE,
        needs_confirmation=not state.is_confirmed and State(state.state) is not State.RETURNED,
    )


async def _counts(session: AsyncSession, caller: Caller, today: Today) -> Counts:
    goes_home = DeviceState.state.in_((State.HELD, State.SAFE_KEEPING))
    late = DeviceState.due_at < today.now
    sums = select(
        func.count().filter(DeviceState.state != State.WITH_POLICE),
        func.count().filter(goes_home, ~late, DeviceState.due_at < today.tomorrow),
        func.count().filter(goes_home, late),
        func.count().filter(~DeviceState.is_confirmed),
        func.count().filter(DeviceState.state.in_(FOR_THE_POLICE)),
    ).where(_mine(caller), _in(None))
    held, due_today, overdue, to_confirm, evidence = (await session.execute(sums)).one()
    return Counts(
        held=held, due_today=due_today, overdue=overdue, to_confirm=to_confirm, evidence=evidence
    )


async def labelled(session: AsyncSession, caller: Caller, label_code: str) -> Found:
    """Return the device with this label; raises NotThere where the caller sees none."""
    rows = (
        select(Device.id)
        .join(DeviceState, DeviceState.device_id == Device.id)
        .where(_mine(caller), Device.label_code == label_code)
    )
    device_id = await session.scalar(rows)
    if device_id is None:
        raise NotThere
    await audit(session, actor=caller, act="device.scanned", kind="device", subject_id=device_id)
    return Found(device_id=device_id)
