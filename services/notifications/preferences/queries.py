"""A person's own wishes about messages."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.preferences.models import Preference
from services.notifications.preferences.schemas import Wishes


async def wishes_of(session: AsyncSession, person_id: UUID) -> Wishes:
    """Return the person's wishes; none until they had some."""
    found = await session.get(Preference, person_id)
    return Wishes.model_validate(found) if found else Wishes()
