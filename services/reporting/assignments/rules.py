"""What an assignment may say: never whom the case is about; pure (D-4.4-1, G-22)."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

SHORTEST_NAME: Final = 2


class Standing(StrEnum):
    """How an assignment stands on the school's own day."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True)
class Known:
    """Somebody of the case, by the names that must not stand in an assignment."""

    display_name: str
    given_name: str
    family_name: str


def standing_of(due_on: date, today: date, *, is_answered: bool) -> Standing:
    """Return how an assignment stands; the day itself is still in time."""
    if is_answered:
        return Standing.DONE
    return Standing.OVERDUE if due_on < today else Standing.OPEN


def names_in(words: str, people: Iterable[Known]) -> tuple[str, ...]:
    """Return whose given or family name stands in `words` as a word of its own, also with an s.

    Accents, case and apostrophes do not matter. A doubtful match counts: the writer knows the
    people of the case and can say it in another way.
    """
    told = _words(words)
    found = [one.display_name for one in people if any(_stands_in(told, n) for n in _names(one))]
    return tuple(dict.fromkeys(found))


def sentence_about(names: Sequence[str]) -> str:
    """Return the sentence that refuses words in which `names` stand."""
    return (
        f"Leave out {', '.join(names)}: whoever is asked must not learn whom this is about."
        " Write only what they need for the work."
    )


def _names(one: Known) -> tuple[str, ...]:
    return tuple(name for name in (one.given_name, one.family_name) if len(name) >= SHORTEST_NAME)


def _stands_in(told: Sequence[str], name: str) -> bool:
    wanted = _words(name)
    if not wanted:
        return False
    *first, last = wanted
    ends = ([*first, last], [*first, f"{last}s"])
    width = len(wanted)
    return any(list(told[at : at + width]) in ends for at in range(len(told) - width + 1))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (one for one in plain if not unicodedata.combining(one) and one not in "'\u2019")
    return "".join(one if one.isalnum() else " " for one in kept).split()
