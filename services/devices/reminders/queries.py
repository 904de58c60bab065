"""Which devices are chased, and whom that reaches."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.custody.models import Device, DeviceState
from services.devices.custody.queries import local_day
from services.devices.notices.models import Notice, NoticeEvent
from services.devices.notices.queries import guardians_of, happenings_of, notices_about
from services.devices.notices.rules import NoticeAct

_OVERDUE = text("SELECT school_id, device_id FROM devices.overdue_devices(:before)")


@dataclass(frozen=True)
class Chased:
    """One overdue device as it stands in this transaction, locked until it ends."""

    device: Device
    state: DeviceState


async def overdue_devices(session: AsyncSession, before: datetime) -> list[tuple[UUID, UUID]]:
    """Return (school id, device id) of what was due before `before` and belongs to no case."""
    rows = await session.execute(_OVERDUE, {"before": before})
    return [(row.school_id, row.device_id) for row in rows]


async def chased_at(session: AsyncSession, device_id: UUID) -> Chased | None:
    """Return a device with its state, locked: a case cannot be linked until we have committed."""
    found = (
        await session.execute(
            select(Device, DeviceState)
            .join(DeviceState, DeviceState.device_id == Device.id)
            .where(Device.id == device_id)
            .with_for_update(of=DeviceState)
        )
    ).one_or_none()
    return Chased(found.Device, found.DeviceState) if found else None


async def notices_to_repeat(session: AsyncSession, device: Device) -> list[Notice]:
    """Return the notices that went out by themselves and whose reader may still be mailed."""
    listed = await guardians_of(session, device.school_id, device.pupil_id)
    safe = {one.person_id for one in listed if one.may_be_mailed}
    told = await notices_about(session, device.id)
    return [one for one in told if one.is_automatic and one.guardian_id in safe]


async def reminders_on(
    session: AsyncSession, notices: list[Notice], day: date, time_zone: str
) -> list[NoticeEvent]:
    """Return the reminders about these notices on one day of the school."""
    found: list[NoticeEvent] = []
    for notice in notices:
        happenings = await happenings_of(session, notice.id)
        reminded = [one for one in happenings if one.act == NoticeAct.REMINDED]
        found += [one for one in reminded if local_day(one.at, time_zone) == day]
    return found
