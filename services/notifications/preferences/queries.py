"""A person's own quiet times."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.preferences.models import Preference
from services.notifications.preferences.schemas import QuietTimes


async def quiet_times_of(session: AsyncSession, person_id: UUID) -> QuietTimes:
    """Return the person's quiet times; none until they chose some."""
    found = await session.get(Preference, person_id)
    return QuietTimes.model_validate(found) if found else QuietTimes()
