"""What deliveries do about notices to parents, shares with people outside, and held devices."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries import actions, actions_queue
from services.notifications.deliveries.models import Purpose
from services.shared.events.accounts import AddressGiven
from services.shared.events.devices import DeviceHeldForPolice, DeviceNoticeReleased
from services.shared.events.reporting import (
    CaseOpened,
    CaseOverdue,
    ParentNoticeReleased,
    ShareAnswered,
    ShareLinkMade,
    StaffToRemind,
    TaskGiven,
)


async def hear_opening(session: AsyncSession, event: CaseOpened) -> None:
    """Note that the person has opened what they were told of."""
    await actions.note_opening(session, event.case_id, event.person_id)


async def hear_notice(
    session: AsyncSession, event: DeviceNoticeReleased | ParentNoticeReleased
) -> None:
    """Write to this guardian that the school has a message for them."""
    await actions_queue.queue_notice_mail(
        session,
        event.school_id,
        notice_id=event.notice_id,
        pupil_id=event.pupil_id,
        guardian_id=event.guardian_id,
        reminder=event.reminder,
    )


async def hear_address(session: AsyncSession, event: AddressGiven) -> None:
    """Ask at an address whether it is right."""
    await actions_queue.queue_address_try(session, event)


async def hear_share_link(session: AsyncSession, event: ShareLinkMade) -> None:
    """Write to the person outside that there is something for them."""
    await actions_queue.queue_share_link(session, event)


async def hear_share_answer(session: AsyncSession, event: ShareAnswered) -> None:
    """Write to a reader of the case that somebody outside has answered."""
    await actions_queue.queue_share_answer(session, event)


async def hear_overdue(session: AsyncSession, event: CaseOverdue) -> None:
    """Write to whoever is to do what is overdue."""
    await actions_queue.queue_for_everybody(
        session,
        event.school_id,
        event.chase_id,
        [event.person_id],
        Purpose.OVERDUE,
        case_id=event.case_id,
    )


async def hear_task(session: AsyncSession, event: TaskGiven) -> None:
    """Write to a colleague that something waits for them."""
    people = [event.person_id]
    await actions_queue.queue_for_everybody(
        session, event.school_id, event.task_id, people, Purpose.TASK
    )


async def hear_staff_reminder(session: AsyncSession, event: StaffToRemind) -> None:
    """Remind everybody who works at the school."""
    await actions_queue.queue_staff_reminder(session, event)


async def hear_hold(session: AsyncSession, event: DeviceHeldForPolice) -> None:
    """Write to the safeguarding leads that a device waits for them."""
    await actions_queue.queue_lead_mails(session, event)
