"""One page of what a child can do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guide:
    """A page beside the way: `lines` to do or to know, one after another."""

    value: str
    title: str
    picture: str
    lines: tuple[str, ...]
    is_for_little: bool = True
