"""Record whom a parent named in writing, before that person comes (D-9.3-13)."""

from datetime import timedelta
from uuid import UUID, uuid4

from services.devices.collections.queries import guardian_at, is_held_back
from services.devices.collectors.models import NamedCollector
from services.devices.collectors.queries import collector_with
from services.devices.collectors.schemas import NewCollector, Recorded
from services.devices.custody.errors import AnotherLook
from services.devices.custody.models import Device
from services.devices.custody.queries import device_at, school_here
from services.devices.custody.rules import HELD_BACK, Act, Custody, why_not
from services.devices.keys.actions import Desk
from services.devices.notices.queries import guardians_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.errors import Malformed, Refused

NOT_ENTITLED_TO_NAME = (
    "Only a parent or carer who is listed for this child and may collect can name somebody else."
)
IS_LISTED = (
    "This name is on the child's own list of contacts. Choose them there; where they may not "
    "collect, nobody can name them."
)
LETTER_AT_MOST = timedelta(days=60)


async def name_collector(
    desk: Desk, device_id: UUID, new: NewCollector, *, request_key: UUID
) -> Recorded:
    """Record who may collect one device besides the guardians; sending it twice is one record.

    Raises Refused where the parent may not collect themselves or is held back, and where the
    named adult is one of the child's listed contacts: a barred adult cannot come by a letter.
    """
    device, custody = await device_at(desk, device_id)
    again = await collector_with(desk, request_key)
    if again is None:
        await _check(desk, device, custody, new)
        again = await _write(desk, device_id, new, request_key)
    elif (again.device_id, again.display_name) != (device_id, new.display_name):
        raise Malformed("This has been sent already with other answers. Start again.")
    return Recorded(collector_id=again.id, display_name=again.display_name)


async def _check(desk: Desk, device: Device, custody: Custody, new: NewCollector) -> None:
    why = why_not(custody, Act.STORED)
    if why:
        raise Refused(why)
    guardian = await guardian_at(desk, device.pupil_id, new.named_by)
    if guardian is None or not guardian.is_entitled:
        raise Refused(NOT_ENTITLED_TO_NAME)
    if await is_held_back(desk, custody, new.named_by):
        raise Refused(HELD_BACK)
    listed = await guardians_of(desk.session, desk.caller.school_id, device.pupil_id)
    if _spelled(new.display_name) in {_spelled(one.display_name) for one in listed}:
        raise Refused(IS_LISTED)
    school = await school_here(desk.session, desk.caller.school_id)
    today = clock.today(school.time_zone)
    if not today - LETTER_AT_MOST <= new.written_on <= today:
        raise AnotherLook("written_on", "Write the date of the letter or message, not a later one.")


def _spelled(name: str) -> str:
    return " ".join(name.split()).casefold()


async def _write(
    desk: Desk, device_id: UUID, new: NewCollector, request_key: UUID
) -> NamedCollector:
    row = NamedCollector(
        id=uuid4(),
        school_id=desk.caller.school_id,
        device_id=device_id,
        display_name=new.display_name,
        relationship=new.relationship,
        named_by=new.named_by,
        written_on=new.written_on,
        recorded_by=desk.caller.person_id,
        recorded_at=clock.now(),
        request_key=request_key,
    )
    desk.session.add(row)
    await desk.session.flush()
    await audit(
        desk.session,
        actor=desk.caller,
        act="device.collector_named",
        kind="device",
        subject_id=device_id,
    )
    return row
