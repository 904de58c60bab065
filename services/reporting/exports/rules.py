"""What may leave, and in what form: restricted cases, other children's names, dangerous cells."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from services.reporting.cases.models import State
from services.reporting.cases.rules import STAFF_MATTERS, AboutAdult

KEPT_FOR: Final = timedelta(hours=24)
# 31 signs that nobody mixes up when reading them out; 20 of them are 99 bits.
PASSPHRASE_LETTERS: Final = "2345679ABCDEFGHJKLMNPQRSTUVWXYZ"  # noqa: S105  # an alphabet
PASSPHRASE_GROUPS: Final = 5
PASSPHRASE_GROUP: Final = 4

# What a spreadsheet takes for a formula, also in full width; blanks before it do not disarm it.
_BLANKS: Final = r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]*"
_SIGNS: Final = r"[\t\r=+\-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05]"
_FORMULA: Final = re.compile(_BLANKS + _SIGNS)
_DISARMED: Final = "'"


@dataclass(frozen=True)
class Nature:
    """What decides whether a case is about staff."""

    about_adult: str
    kind: str
    state: str
    has_subject: bool
    has_named_staff: bool


def is_restricted(case: Nature) -> bool:
    """Say whether a case is, or may be, an allegation about staff: never in a pupil's export.

    Before triage the worst is assumed: a doubtful answer counts, and so does a colleague's name
    in the words until somebody has cleared it (G-12, G-23).
    """
    if case.about_adult == AboutAdult.YES or case.has_subject or case.kind in STAFF_MATTERS:
        return True
    is_judged = case.state in {State.TRIAGED, State.CLOSED}
    if case.about_adult == AboutAdult.NO:
        return case.has_named_staff and not is_judged
    return case.has_named_staff or not is_judged


def new_passphrase() -> str:
    """Return five groups of four letters: 99 bits, easy to read out over the telephone."""
    return "-".join(
        "".join(secrets.choice(PASSPHRASE_LETTERS) for _ in range(PASSPHRASE_GROUP))
        for _ in range(PASSPHRASE_GROUPS)
    )


def disarmed(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it: an apostrophe before `= + - @ | %` or tab."""
    plain = cell.replace("\x00", "")
    return _DISARMED + plain if _FORMULA.match(plain) else plain


@dataclass(frozen=True)
class OtherChild:
    """Another child of the school, who must not be named in this child's export."""

    student_id: str
    display_name: str
    given_name: str
    family_name: str
    is_linked: bool


@dataclass
class NamesOfOthers:
    """Replaces other children's names by their student id, and counts what it replaced.

    Full names of every other child of the school; first names only of those linked with one of
    the cases, because a first name alone is also a common word.
    """

    replaced: int = 0
    _pattern: re.Pattern[str] | None = None
    _ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, others: Iterable[OtherChild], own_given_name: str) -> "NamesOfOthers":
        """Prepare for these children; the child's own first name always stays."""
        ids: dict[str, str] = {}
        for child in others:
            for name in _names(child, own_given_name.casefold()):
                ids.setdefault(name.casefold(), child.student_id)
        if not ids:
            return cls()
        longest_first = sorted(ids, key=len, reverse=True)
        words = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in longest_first)
        pattern = re.compile(rf"(?<!\w)(?:{words})(?=(?:['\u2019]?s)?(?!\w))", re.IGNORECASE)
        return cls(0, pattern, ids)

    def replace(self, words: str) -> str:
        """Return `words` without other children's names."""
        if self._pattern is None:
            return words
        return self._pattern.sub(self._student_id, words)

    def _student_id(self, found: re.Match[str]) -> str:
        self.replaced += 1
        return f"[{self._ids[' '.join(found.group().casefold().split())]}]"


def _names(child: OtherChild, own: str) -> Iterable[str]:
    full = {child.display_name, f"{child.given_name} {child.family_name}"}
    yield from (" ".join(one.split()) for one in full if one.strip())
    given = child.given_name.strip()
    if child.is_linked and given and given.casefold() != own:
        yield " ".join(given.split())
