"""What is known of devices, their school and their people."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.custody.models import CustodyEvent, Device, DeviceState
from services.devices.custody.permissions import may_see
from services.devices.custody.rules import Custody, CustodyRules, State
from services.devices.keys.actions import Desk
from services.devices.notices.rules import Told
from services.shared import clock
from services.shared.errors import NotThere

LABELS = {
    "description": "device.description.1",
    "request": "device.request.1",
    "words": "custody_event.words.1",
}
USUAL_END = 15  # o'clock and a half, where the school's calendar says nothing
BASIS = (
    "The head's power to discipline, with the liability defence of section 94 of the Education and "
    "Inspections Act 2006; the school's behaviour policy; the Department for Education's advice "
    "Searching, screening and confiscation (July 2022)."
)


@dataclass(frozen=True)
class SchoolHere:
    """The school of this transaction, as devices need it."""

    name: str
    time_zone: str
    profile: dict[str, object]

    @property
    def rules(self) -> CustodyRules:
        """Return what the profile says about devices; the safest where it says nothing."""
        confiscators = self.profile.get("devices.confiscators") or ["head"]
        words = [confiscators] if isinstance(confiscators, str) else confiscators
        return CustodyRules(
            confiscators=frozenset(str(word) for word in words),  # type: ignore[attr-defined] # JSON
            safe_keeping=self.profile.get("devices.safe_keeping") is not False,
            basis=str(self.profile.get("devices.confiscation_basis") or BASIS),
        )


@dataclass(frozen=True)
class Pupil:
    """The child a device belongs to."""

    id: UUID
    display_name: str
    given_name: str
    class_name: str | None


_SCHOOL = text("SELECT name, time_zone, profile FROM directory.school WHERE id = :school")
_PUPILS = text(
    "SELECT person.id, person.display_name, person.given_name, pupil.class_name"
    " FROM directory.pupil AS pupil JOIN directory.person AS person ON person.id = pupil.person_id"
    " WHERE pupil.school_id = :school AND pupil.person_id = ANY(:pupils)"
)
_DAY_END = text(
    "SELECT ends_at FROM directory.school_day WHERE school_id = :school AND kind = 'school'"
    " AND on_date BETWEEN :first AND :last AND ends_at > :now ORDER BY on_date LIMIT 1"
)
_COLLEAGUE = text(
    "SELECT true FROM directory.person WHERE school_id = :school AND id = :person"
    " AND kind = 'staff' AND is_active"
)


async def school_here(session: AsyncSession, school_id: UUID) -> SchoolHere:
    """Return the school `school_id` with its profile in force."""
    row = (await session.execute(_SCHOOL, {"school": school_id})).one()
    return SchoolHere(row.name, row.time_zone, row.profile or {})


async def pupils_by_id(session: AsyncSession, school_id: UUID, ids: set[UUID]) -> dict[UUID, Pupil]:
    """Return the pupils with `ids`, by id; whoever is no pupil here is left out (G-10)."""
    rows = await session.execute(_PUPILS, {"school": school_id, "pupils": list(ids)})
    return {row.id: Pupil(row.id, row.display_name, row.given_name, row.class_name) for row in rows}


async def is_colleague(session: AsyncSession, school_id: UUID, person_id: UUID) -> bool:
    """Say whether `person_id` is a working member of this school's staff."""
    return bool(await session.scalar(_COLLEAGUE, {"school": school_id, "person": person_id}))


async def due_back_at(session: AsyncSession, school_id: UUID, time_zone: str) -> datetime:
    """Return when a device taken now is due back: the end of the school day (D-9.3-13).

    After the bell it is the end of the next school day.
    """
    now, today = clock.now(), clock.today(time_zone)
    known = {"school": school_id, "now": now, "first": today, "last": today + timedelta(days=60)}
    found: datetime | None = await session.scalar(_DAY_END, known)
    if found is not None:
        return found
    usual = now.astimezone(ZoneInfo(time_zone)).replace(
        hour=USUAL_END, minute=30, second=0, microsecond=0
    )
    return usual if usual > now else usual + timedelta(days=1)


def custody_in(row: DeviceState) -> Custody:
    """Return the projection row as the rules see it."""
    return Custody(
        state=State(row.state),
        seq=row.seq,
        place_id=row.place_id,
        keeper_id=row.keeper_id,
        returned_to=row.returned_to,
        is_confirmed=row.is_confirmed,
        link_id=row.link_id,
        taken_by=row.taken_by,
        due_at=row.due_at,
    )


async def device_at(desk: Desk, device_id: UUID) -> tuple[Device, Custody]:
    """Return a device and where it stands; raises NotThere for one the caller may not see."""
    found = (
        await desk.session.execute(
            select(Device, DeviceState)
            .join(DeviceState, DeviceState.device_id == Device.id)
            .where(Device.id == device_id, Device.school_id == desk.caller.school_id)
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    custody = custody_in(found.DeviceState)
    if not may_see(custody, desk.caller.roles, desk.caller.person_id):
        raise NotThere
    return found.Device, custody


def told_of(device: Device, custody: Custody, child: Pupil, school: SchoolHere) -> Told:
    """Return what a parent is told of a device: their own child's first name and no other."""
    return Told(
        child=child.given_name,
        kind=device.kind,
        ground=device.ground,
        school=school.name,
        time_zone=school.time_zone,
        due_at=device.due_at,
        is_evidence=custody.state is State.HELD_AS_EVIDENCE,
    )


def local_day(moment: datetime, time_zone: str) -> date:
    """Return the date of `moment` at the school."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def local_time(moment: datetime, time_zone: str) -> str:
    """Return the time of day of `moment` at the school: 15:20."""
    return f"{moment.astimezone(ZoneInfo(time_zone)):%H:%M}"


async def events_of(desk: Desk, device_id: UUID) -> list[CustodyEvent]:
    """Return the chain of custody of a device, first row first."""
    rows = (
        select(CustodyEvent).where(CustodyEvent.device_id == device_id).order_by(CustodyEvent.seq)
    )
    return list(await desk.session.scalars(rows))


async def last_event_of(desk: Desk, device_id: UUID) -> CustodyEvent:
    """Return the newest row of a device's chain."""
    rows = select(CustodyEvent).where(CustodyEvent.device_id == device_id)
    return (await desk.session.scalars(rows.order_by(CustodyEvent.seq.desc()).limit(1))).one()


def words_of(desk: Desk, event: CustodyEvent) -> dict[str, str]:
    """Return what was written with an event: reason, signatures, police reference."""
    if event.words_sealed is None:
        return {}
    opened = desk.sealer.open_sealed(event.words_sealed, LABELS["words"], event.id)
    words: dict[str, str] = json.loads(opened.reveal())
    return words


def description_of(desk: Desk, device: Device) -> str:
    """Return how the device was described when it was taken."""
    sealed = device.description_sealed
    return desk.sealer.open_sealed(sealed, LABELS["description"], device.id).reveal()
