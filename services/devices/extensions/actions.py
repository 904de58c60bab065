"""Keep a device beyond the day on which it was due: with a leader's name and reason."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from services.devices.custody.actions import Step, carry_out, check_words
from services.devices.custody.errors import AnotherLook
from services.devices.custody.queries import device_at, local_day, school_here
from services.devices.custody.rules import Act, Custody, Move
from services.devices.extensions.rules import why_not_until, why_not_you
from services.devices.extensions.schemas import KeepLonger
from services.devices.keys.actions import Desk
from services.devices.notices.actions import note
from services.devices.notices.rules import NoticeAct
from services.shared import clock
from services.shared.errors import NotAllowed

USUAL_END = time(15, 30)
_ENDS = text(
    "SELECT ends_at FROM directory.school_day WHERE school_id = :school AND on_date = :on_date"
    " AND kind = 'school'"
)


async def keep_longer(desk: Desk, device_id: UUID, given: KeepLonger) -> Custody:
    """Let a device be due at the end of a later day (D-9.3-13, G-16).

    Raises NotAllowed for anybody who does not lead, and Malformed for a day that cannot be.
    """
    device, custody = await device_at(desk, device_id)
    why = why_not_you(desk.caller.roles)
    if why:
        raise NotAllowed(why)
    school = await school_here(desk.session, desk.caller.school_id)
    due_on = local_day(custody.due_at, school.time_zone)
    why = why_not_until(given.until, due_on, clock.today(school.time_zone))
    if why:
        raise AnotherLook("until", why)
    check_words(given, reason=given.reason)
    due_at = await _end_of(desk, given.until, school.time_zone)
    words = {"reason": given.reason, "until": _spelled(given.until)}
    after = await carry_out(
        desk, device, custody, Step(Move(Act.KEPT_LONGER, due_at=due_at), words)
    )
    await note(desk, device_id, NoticeAct.KEPT)
    return after


async def _end_of(desk: Desk, day: date, time_zone: str) -> datetime:
    known = {"school": desk.caller.school_id, "on_date": day}
    found: datetime | None = await desk.session.scalar(_ENDS, known)
    return found or datetime.combine(day, USUAL_END, ZoneInfo(time_zone))


def _spelled(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
