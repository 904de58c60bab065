"""Ask accounts what the school says of itself to everybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class Lines(Answer):
    """The lines of the open pages, with the version of the profile in which they stand."""

    vision: str = ""
    values: tuple[str, ...] = ()
    address: str = ""
    email: str = ""
    phone: str = ""
    policy: str = ""
    complaints: str = ""
    version: int


@dataclass(frozen=True)
class PublicLines:
    """The lines, as the caller of `door` may change them."""

    door: Door

    async def read(self) -> Lines:
        """Return the lines; 403 for whoever does not lead."""
        return Lines.model_validate(await self.door.get("/schools/current/public-lines"))

    async def change(self, lines: Mapping[str, object]) -> None:
        """Change the lines; 422 with a sentence for each that must not stand there."""
        await self.door.post("/schools/current/public-lines", lines)
