"""What a poster says."""

from pydantic import BaseModel


class Poster(BaseModel):
    """The way to one page for children: the school's, or that of a class."""

    code: str
    school: str
    class_name: str | None


class PosterList(BaseModel):
    """Every poster of a school, the school's own first."""

    items: list[Poster]
