"""What every proceeding has in common: a gate, and the acts that made its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """The three workflows kept as proceedings (dw3, dw7, dw6)."""

    SEARCH = "search"
    DELETION = "deletion"
    QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Gate:
    """One condition; `missing` says what is still needed, or None where it holds."""

    key: str
    title: str
    missing: str | None


@dataclass(frozen=True)
class Did:
    """One act as it stands in the journal, with its words opened."""

    seq: int
    act: str
    at: datetime
    by: UUID
    to: UUID | None
    words: Mapping[str, str]


def missing_in(gates: tuple[Gate, ...]) -> list[str]:
    """Return what is still needed, in the order of the gates; empty where every gate holds."""
    return [gate.missing for gate in gates if gate.missing]


def last_words(done: tuple[Did, ...], acts: frozenset[str]) -> Mapping[str, str]:
    """Return the words of the newest of `acts`; empty where there is none."""
    return next((one.words for one in reversed(done) if one.act in acts), {})


def has(done: tuple[Did, ...], *acts: str) -> bool:
    """Say whether one of `acts` was done."""
    return any(one.act in acts for one in done)
