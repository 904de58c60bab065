"""Queue messages: in the app at once, by mail straight after the commit, later by the sweep."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.models import Channel, Delivery, Purpose, Reason, State
from services.notifications.deliveries.rules import GOVERNORS, LEADS, look_again_at
from services.shared import clock, directory
from services.shared.events.accounts import AddressGiven
from services.shared.events.devices import DeviceHeldForPolice
from services.shared.events.reporting import ShareAnswered, ShareLinkMade, StaffToRemind

TO_SEND = "deliveries_to_send"
_NOBODY: Final[Mapping[UUID, datetime]] = MappingProxyType({})


async def queue_alert_messages(
    session: AsyncSession,
    alert: Any,
    people: Iterable[UUID],
    *,
    by_ladder: bool = False,
    away: Mapping[UUID, datetime] = _NOBODY,
) -> None:
    """Tell `people` of `alert` in the app now and by mail after the commit; nobody twice a round.

    Whoever is away until a moment of `away` gets the mail when they are back.
    """
    now = clock.now()
    cause = {
        "school_id": alert.school_id,
        "alert_id": alert.id,
        "case_id": alert.case_id,
        "by_ladder": by_ladder,
        "purpose": Purpose.ALERT.value,
    }
    rows = []
    for person_id in people:
        mail = _row({**cause, "reminder": alert.round}, person_id, Channel.EMAIL, now)
        if person_id in away:
            mail |= {"next_attempt_at": look_again_at(now, away[person_id]), "reason": Reason.AWAY}
        rows += [_row({**cause, "reminder": 0}, person_id, Channel.IN_APP, now), mail]
    await _queue(session, rows)


async def queue_notice_mail(  # noqa: PLR0913  # what a thin mail to a guardian is about
    session: AsyncSession,
    school_id: UUID,
    *,
    notice_id: UUID,
    pupil_id: UUID,
    guardian_id: UUID,
    reminder: int = 0,
) -> None:
    """Queue the thin mail to one guardian; whether it may leave is asked when it is sent."""
    cause = {
        "school_id": school_id,
        "notice_id": notice_id,
        "pupil_id": pupil_id,
        "by_ladder": False,
        "purpose": Purpose.DEVICE_NOTICE.value,
        "reminder": reminder,
    }
    await _queue(session, [_row(cause, guardian_id, Channel.EMAIL, clock.now())])


async def queue_lead_mails(session: AsyncSession, event: DeviceHeldForPolice) -> None:
    """Queue one thin mail to each safeguarding lead but the one who held the device (A-1.35-22).

    Each later hold of the same device is told anew.
    """
    holders = await directory.role_holders(session, event.school_id)
    leads = {one.person_id for one in holders if one.role in LEADS} - {event.by_person_id}
    cause = {
        "school_id": event.school_id,
        "notice_id": event.custody_event_id,
        "by_ladder": False,
        "purpose": Purpose.DEVICE_HELD.value,
        "reminder": 0,
    }
    now = clock.now()
    await _queue(session, [_row(cause, one, Channel.EMAIL, now) for one in leads])


async def queue_share_link(session: AsyncSession, event: ShareLinkMade) -> None:
    """Queue the thin mail with a link; reporting says at the send whether and where it goes."""
    cause = {
        "school_id": event.school_id,
        "notice_id": event.link_id,
        "by_ladder": False,
        "purpose": Purpose.SHARE_LINK.value,
        "reminder": 0,
    }
    await _queue(session, [_row(cause, event.share_id, Channel.EMAIL, clock.now())])


async def queue_address_try(session: AsyncSession, event: AddressGiven) -> None:
    """Queue the one message that goes to an address before it is confirmed."""
    cause = {
        "school_id": event.school_id,
        "notice_id": event.try_id,
        "by_ladder": False,
        "purpose": Purpose.ADDRESS_TRY.value,
        "reminder": 0,
    }
    channel = Channel.EMAIL if event.channel == "email" else Channel.SMS
    await _queue(session, [_row(cause, event.person_id, channel, clock.now())])


async def queue_share_answer(session: AsyncSession, event: ShareAnswered) -> None:
    """Queue one thin mail to a reader of the case who must hear of an answer from outside."""
    cause = {
        "school_id": event.school_id,
        "case_id": event.case_id,
        "notice_id": event.happening_id,
        "by_ladder": False,
        "purpose": Purpose.SHARE_ANSWER.value,
        "reminder": 0,
    }
    await _queue(session, [_row(cause, event.person_id, Channel.EMAIL, clock.now())])


async def queue_staff_reminder(session: AsyncSession, event: StaffToRemind) -> None:
    """Queue one thin mail to everybody who works at the school; the same words to each."""
    holders = await directory.role_holders(session, event.school_id)
    staff = {one.person_id for one in holders if one.role not in GOVERNORS}
    purpose = Purpose.STAFF_REMINDER
    await queue_for_everybody(session, event.school_id, event.reminder_id, staff, purpose)


async def queue_for_everybody(  # noqa: PLR0913, PLR0917  # a mail, its cause, and to whom
    session: AsyncSession,
    school_id: UUID,
    cause_id: UUID,
    people: Iterable[UUID],
    purpose: Purpose,
    case_id: UUID | None = None,
) -> None:
    """Queue one thin mail to each of `people`, once for `cause_id`.

    With a `case_id` only a reader of it gets theirs, asked when it leaves.
    """
    cause = {
        "school_id": school_id,
        "case_id": case_id,
        "notice_id": cause_id,
        "by_ladder": False,
        "purpose": purpose.value,
        "reminder": 0,
    }
    now = clock.now()
    await _queue(session, [_row(cause, one, Channel.EMAIL, now) for one in sorted(people)])


async def queue_for_person(
    session: AsyncSession, event: Any, *, person_id: UUID, purpose: Purpose, at: datetime
) -> None:
    """Queue a message about `event`'s case that leaves at `at`; in the app only once it may be."""
    now = clock.now()
    cause = {
        "school_id": event.school_id,
        "case_id": event.case_id,
        "notice_id": event.case_id,
        "purpose": purpose.value,
        "by_ladder": False,
        "reminder": 0,
    }
    row = _row(cause, person_id, Channel.EMAIL, now)
    await _queue(session, [row | {"next_attempt_at": max(now, at)}])


def _row(cause: dict[str, Any], person_id: UUID, channel: Channel, now: datetime) -> dict[str, Any]:
    is_there = channel is Channel.IN_APP
    return {
        **cause,
        "id": uuid4(),
        "person_id": person_id,
        "channel": channel.value,
        "reason": None,
        "state": (State.ACCEPTED if is_there else State.QUEUED).value,
        "attempts": 0,
        "queued_at": now,
        "next_attempt_at": None if is_there else now,
        "accepted_at": now if is_there else None,
    }


async def _queue(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    await session.execute(insert_once(Delivery).on_conflict_do_nothing(), rows)
    mail = [(row["school_id"], row["id"]) for row in rows if row["channel"] == Channel.EMAIL]
    session.info.setdefault(TO_SEND, []).extend(mail)
