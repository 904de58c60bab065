"""Ask accounts about the grown-ups whom children may choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class ListedAdult(Answer):
    """One grown-up on the list, as children see them; days are 1 (Monday) to 5."""

    person_id: UUID
    display_name: str
    portrait: str = "person"
    weekdays: str = "12345"
    consented_at: datetime | None = None


@dataclass(frozen=True)
class TrustedAdults:
    """The list, as the caller of `door` may change it."""

    door: Door

    async def all(self) -> Sequence[ListedAdult]:
        """Return the list in the children's order."""
        found = (await self.door.get("/trusted-adults"))["items"]
        return [ListedAdult.model_validate(one) for one in found]

    async def put(self, person_id: UUID, asked: Mapping[str, object]) -> None:
        """Put somebody on the list, or change how they stand there."""
        await self.door.post(f"/trusted-adults/{person_id}", asked)

    async def remove(self, person_id: UUID) -> None:
        """Take somebody off the list."""
        await self.door.post(f"/trusted-adults/{person_id}/remove")
