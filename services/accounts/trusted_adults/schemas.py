"""What is asked and answered about the grown-ups whom children may choose."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Portrait = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
Weekdays = Annotated[str, StringConstraints(pattern=r"^[1-5]{0,5}$")]


class ListAdult(BaseModel):
    """How children see a grown-up, on which days they are in school, and that they said yes."""

    model_config = ConfigDict(extra="forbid")

    display_name: Name
    portrait: Portrait = "person"
    weekdays: Weekdays
    consented: bool = False


class ListedAdult(BaseModel):
    """One grown-up on the list; without `consented_at` the yes was given before Lantern asked."""

    person_id: UUID
    display_name: str
    portrait: str
    weekdays: str
    consented_at: datetime | None


class ListedAdults(BaseModel):
    """The list in the order in which children see it."""

    items: list[ListedAdult]
