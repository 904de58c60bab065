"""What deliveries do when devices release a notice."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries import actions
from services.shared.events.devices import DeviceNoticeReleased


async def hear_notice(session: AsyncSession, event: DeviceNoticeReleased) -> None:
    """Write to this guardian that the school has a message for them."""
    await actions.queue_notice_mail(
        session,
        event.school_id,
        notice_id=event.notice_id,
        pupil_id=event.pupil_id,
        guardian_id=event.guardian_id,
        reminder=event.reminder,
    )
