"""Wake the open inboxes of those who may know of a case that has changed."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import text

from services.reporting.cases.actions import SCREENS
from services.shared.screens import Screen, Screens

_READERS: Final = text("SELECT reporting.readers_among(:case_id, :people)")


class Changes(Screens):
    """Hears that a case has changed and wakes the screens of its readers, nobody else's."""

    channel = SCREENS

    async def woken(self, told: str, screens: Collection[Screen]) -> Collection[Screen]:
        """Return the screens of those who read the case `told`."""
        people = list({one.reader.person_id for one in screens})
        async with self.database.session() as session:
            asked = {"case_id": UUID(told), "people": people}
            readers = set(await session.scalars(_READERS, asked))
        return [one for one in screens if one.reader.person_id in readers]
