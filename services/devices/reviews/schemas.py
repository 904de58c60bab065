"""The shape of the yearly review: counts by group, no names (G-24)."""

from datetime import date

from pydantic import BaseModel


class ReviewLine(BaseModel):
    """One group with its count in words, such as "7" or "fewer than 5"."""

    group: str
    count: str


class ReviewTable(BaseModel):
    """One question and its groups, largest first."""

    title: str
    lines: list[ReviewLine]


class Review(BaseModel):
    """Confiscations and searches between two days, both included."""

    school: str
    since: date
    until: date
    confiscations: str
    searches: str
    tables: list[ReviewTable]
