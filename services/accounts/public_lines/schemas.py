"""What a school says of itself to everybody, as those who lead it change it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

AValue = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class PublicLines(BaseModel):
    """Everything that open pages say of the school; empty where it says nothing."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    vision: str = Field(max_length=600)
    values: list[AValue] = Field(max_length=12)
    address: str = Field(max_length=200)
    email: str = Field(max_length=254)
    phone: str = Field(max_length=20)
    policy: str = Field(max_length=400)
    complaints: str = Field(max_length=400)


class PublicLinesShown(PublicLines):
    """The lines with the version of the profile in which they stand."""

    version: int


class PublicLinesChanged(PublicLines):
    """The lines as they are to be; `version` is the one that was looked at."""

    version: int = Field(ge=1)
