"""Ask accounts about class cards: staff print them, a child shows one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import httpx
from pydantic import SecretStr

from frontend.clients.answers import Answer
from frontend.clients.http import Ask, Door


class CardClass(Answer):
    """A class for which somebody may print."""

    id: UUID
    name: str


class CardPupil(Answer):
    """A pupil, whether a good card is out, and whether three pictures were chosen."""

    pupil_id: UUID
    display_name: str
    has_card: bool
    has_pictures: bool


class ClassCards(CardClass):
    """A class and its pupils, by family name."""

    items: tuple[CardPupil, ...] = ()


class CardAnswer(Answer):
    """What a card needs next, or the visit that it opened."""

    state: Literal["choose", "tap", "open"]
    page_code: str
    visit: SecretStr | None = None
    given_name: str | None = None


@dataclass(frozen=True)
class Cards:
    """Class cards, as the caller of `door` may use them."""

    door: Door

    async def classes(self) -> Sequence[CardClass]:
        """Return the classes for which the caller may print."""
        return [
            CardClass.model_validate(one) for one in (await self.door.get("/card-classes"))["items"]
        ]

    async def of_class(self, class_id: UUID) -> ClassCards:
        """Return who of a class has a card."""
        return ClassCards.model_validate(await self.door.get(f"/card-classes/{class_id}"))

    async def print(self, class_id: UUID, pupil_ids: Sequence[UUID], key: str) -> httpx.Response:
        """Print new cards as a PDF; nobody named means everybody without one."""
        asked = Ask({"pupil_ids": [str(one) for one in pupil_ids]}, None, key)
        return await self.door.ask("POST", f"/card-classes/{class_id}/print", asked)

    async def revoke(self, pupil_id: UUID) -> None:
        """Take a card back, at once."""
        await self.door.post(f"/cards/{pupil_id}/revoke")

    async def reset(self, pupil_id: UUID) -> None:
        """Take the three pictures away, so that new ones are chosen."""
        await self.door.post(f"/cards/{pupil_id}/reset-pictures")

    async def show(
        self, card: str, pictures: Sequence[str] | None = None, *, choose: bool = False
    ) -> CardAnswer:
        """Show a card, and its pictures once they were tapped."""
        body = {"card": card, "pictures": list(pictures) if pictures else None, "choose": choose}
        return CardAnswer.model_validate(await self.door.post("/card-visits", body))
