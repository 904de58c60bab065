"""Ask accounts about the numbers outside the school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class OutsideNumber(Answer):
    """A number that staff may have to ring, and who checked it."""

    who: str
    name: str = ""
    phone: str = ""
    owner: str = ""
    email: str = ""
    checked_on: date | None = None
    checked_by: str | None = None
    how: str | None = None
    is_verified: bool = False


@dataclass(frozen=True)
class OutsideNumbers:
    """The numbers, as the caller of `door` may check them."""

    door: Door

    async def all(self) -> Sequence[OutsideNumber]:
        """Return every number, known or missing."""
        found = (await self.door.get("/schools/current/numbers"))["items"]
        return [OutsideNumber.model_validate(one) for one in found]

    async def check(self, who: str, given: Mapping[str, str], key: str) -> None:
        """Say what a number is, and when and how it was checked."""
        await self.door.post(f"/schools/current/numbers/{who}", given, key)
