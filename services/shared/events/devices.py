"""What devices tells the others: ids only."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class DeviceEvent(BaseModel):
    """A fact about a device in custody."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID


class DeviceNoticeReleased(DeviceEvent):
    """A notice may go to this guardian now; `reminder` is 0, or the day's number of a reminder."""

    notice_id: UUID
    pupil_id: UUID
    guardian_id: UUID
    reminder: int = 0


class DeviceHeldForPolice(DeviceEvent):
    """A device is possible evidence; `by_person_id` held it with that row of its chain."""

    device_id: UUID
    custody_event_id: UUID
    by_person_id: UUID


class DeviceStateChanged(DeviceEvent):
    """A device changed hands; `link_id` is set where a case is linked."""

    device_id: UUID
    link_id: UUID | None
    state: str
