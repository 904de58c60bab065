"""What a child who comes back sends and sees."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr, StringConstraints

from services.reporting.cases.schemas import Incoming

Picture = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")]


# It goes on, or somebody must come now.
Urgent = Literal["still_happening", "need_someone_now"]

# Where the try came from, as a mark that changes every day; nobody can make an address of it.
Network = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class ComeBack(Incoming):
    """The three pictures that a child remembers."""

    pictures: Annotated[tuple[Picture, ...], Field(min_length=3, max_length=3)]
    network: Network | None = None


class CardVisit(Incoming):
    """A class card and its pictures were shown: what accounts gave for that."""

    visit: Annotated[SecretStr, Field(min_length=8, max_length=200)]


class ComeBackAgain(ComeBack):
    """What a child who is back says: it goes on, or somebody must come now."""

    said: Urgent


class CardAgain(CardVisit):
    """What a child says who is back with a class card."""

    said: Urgent


class CameBack(BaseModel):
    """What has become of a child's report."""

    state: Literal["have_it", "read"]
    read_by: list[str]
    sent_on: str
    has_message: bool
