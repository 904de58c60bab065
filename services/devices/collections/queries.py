"""What staff see of the notices about a device."""

from uuid import UUID

from sqlalchemy import select, text

from services.devices.custody.permissions import READ_CODES
from services.devices.custody.queries import device_at
from services.devices.custody.rules import Custody
from services.devices.keys.actions import Desk
from services.devices.notices.models import Notice, NoticeEvent
from services.devices.notices.queries import (
    code_in,
    first_of,
    guardians_of,
    happenings_of,
    notices_about,
)
from services.devices.notices.rules import Listed, NoticeAct
from services.devices.notices.schemas import NoticeView
from services.shared import directory
from services.shared.audit import audit
from services.shared.errors import NotThere
from services.shared.link_codes import is_locked, wrong_since

_KNOWS_LINK = text("SELECT published.knows_link(:link, :person)")
_HELD_BACK = text("SELECT published.release_holds(:link, :person)")


async def knows_link(desk: Desk, link_id: UUID | None) -> bool:
    """Say whether the caller reads the case behind `link_id`, and so may know that there is one.

    The adult whom a case is about may hold the very device (G-12).
    """
    if link_id is None:
        return False
    known = {"link": link_id, "person": desk.caller.person_id}
    return bool(await desk.session.scalar(_KNOWS_LINK, known))


async def is_held_back(desk: Desk, custody: Custody, person_id: UUID) -> bool:
    """Say whether a linked case names this adult; asked in our own transaction, no reason given."""
    if custody.link_id is None:
        return False
    known = {"link": custody.link_id, "person": person_id}
    return bool(await desk.session.scalar(_HELD_BACK, known))


async def guardian_at(desk: Desk, pupil_id: UUID, guardian_id: UUID) -> Listed | None:
    """Return the guardian as the directory lists them for the child now, or None."""
    listed = await guardians_of(desk.session, desk.caller.school_id, pupil_id)
    return next((one for one in listed if one.person_id == guardian_id), None)


async def notice_to(desk: Desk, device_id: UUID, guardian_id: UUID) -> Notice | None:
    """Return the notice that this guardian already has about this device, or None."""
    rows = select(Notice).where(Notice.device_id == device_id, Notice.guardian_id == guardian_id)
    return await desk.session.scalar(rows)


async def notices_of(desk: Desk, device_id: UUID) -> list[NoticeView]:
    """Return who was told about a device; with the codes for the office and the head.

    Codes are there to be read out over the telephone or written on a slip, never to be mailed.
    """
    device, _ = await device_at(desk, device_id)
    reads_codes = desk.caller.has_any(*READ_CODES)
    guardians = await guardians_of(desk.session, desk.caller.school_id, device.pupil_id)
    by_id = {one.person_id: one for one in guardians}
    notices = await notices_about(desk.session, device_id)
    names = await directory.people_by_id(
        desk.session, {one.released_by for one in notices} | {one.guardian_id for one in notices}
    )
    views = []
    for notice in notices:
        happenings = await happenings_of(desk.session, notice.id)
        told = by_id.get(notice.guardian_id)
        view = _view(notice, happenings, told.relationship if told else "")
        view.guardian = names[notice.guardian_id].display_name
        view.released_by = names[notice.released_by].display_name
        # nobody reads out a code to somebody who was barred, or taken off the list, since (T4)
        is_given = reads_codes and told is not None and not told.is_barred
        view.code = code_in(desk.sealer, happenings) if is_given else None
        views.append(view)
    await audit(
        desk.session,
        actor=desk.caller,
        act="notice.codes_read" if reads_codes else "notice.listed",
        kind="device",
        subject_id=device_id,
        facts={"count": len(views)},
    )
    return views


async def check_notice_of(desk: Desk, device_id: UUID, notice_id: UUID) -> None:
    """Raise NotThere unless the notice is about this device and the caller may see it."""
    await device_at(desk, device_id)
    notices = await notices_about(desk.session, device_id)
    if notice_id not in {one.id for one in notices}:
        raise NotThere


def _view(notice: Notice, happenings: list[NoticeEvent], relationship: str) -> NoticeView:
    opened = first_of(happenings, NoticeAct.OPENED)
    acknowledged = first_of(happenings, NoticeAct.ACKNOWLEDGED)
    wrong = wrong_since(NoticeAct.NEW_CODE, happenings)
    return NoticeView(
        notice_id=notice.id,
        guardian="",
        relationship=relationship,
        is_automatic=notice.is_automatic,
        released_by="",
        released_at=notice.released_at,
        opened_at=opened.at if opened else None,
        acknowledged_at=acknowledged.at if acknowledged else None,
        is_locked=is_locked(wrong),
        wrong_codes=wrong,
        code=None,
    )
