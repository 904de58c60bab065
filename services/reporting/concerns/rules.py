"""What can be told from the words and answers of a report without asking anybody; pure."""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final
from uuid import UUID

from services.reporting.cases.models import Kind, RiskArea, Severity
from services.reporting.cases.rules import AboutAdult, StaffName

SHORTEST_BARE_NAME: Final = 3  # "an", "so": shorter surnames count only behind a title
TITLES: Final = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "sir", "maam", "madam", "coach"})
HEADS: Final = frozenset(
    f"{one}{many}" for one in ("headteacher", "headmaster", "headmistress") for many in ("", "s")
)
APOSTROPHES: Final = frozenset("'\u2019\u2018\u0060\u00b4")
_WITHOUT_APOSTROPHES: Final = dict.fromkeys(map(ord, APOSTROPHES))
_WORD: Final = re.compile("[a-z0-9]+")


def tokens(words: str) -> list[str]:
    """Return the words of a text, without case, accents and apostrophes."""
    plain = words.casefold()
    if plain.isascii():  # most children's words: the same, ten times as fast
        return _WORD.findall(plain.translate(_WITHOUT_APOSTROPHES))
    plain = unicodedata.normalize("NFKD", plain)
    letters = (one for one in plain if not unicodedata.combining(one) and one not in APOSTROPHES)
    return "".join(one if one.isalnum() else " " for one in letters).split()


def names_found(words: str, staff: Iterable[StaffName]) -> frozenset[UUID]:
    """Return whose names stand in `words`: surname as a whole word, or a title and a first name.

    Case, accents and apostrophes do not matter. A match only ever narrows who reads (G-12), so a
    doubtful one counts; nicknames and misspellings are not found, the form's question is for them.
    """
    told = tokens(words)
    words_told = frozenset(told)
    return frozenset(
        one.person_id
        for one in staff
        if not words_told.isdisjoint(_first_words(one.given_name, one.family_name))
        and _stands_in(told, one)
    )


def speaks_of_the_head(words: str) -> bool:
    """Say whether `words` speak of the headteacher without a name: a child may know no other."""
    told = tokens(words)
    pairs = {first + second for first, second in pairwise(told)}
    return not HEADS.isdisjoint({*told, *pairs})


def _parts(given_name: str, family_name: str) -> tuple[list[str], ...]:
    """Return what may stand behind a title, the whole family name first."""
    family, given = tokens(family_name), tokens(given_name)
    return family, given, family[:1], family[-1:]  # "Mrs Smith" for Mrs Smith-Jones


@lru_cache(maxsize=4096)
def _first_words(given_name: str, family_name: str) -> frozenset[str]:
    """Return the words one of which stands wherever the name does: it rules most names out."""
    wholes = {"".join(part) for part in _parts(given_name, family_name)}
    firsts = {part[0] for part in _parts(given_name, family_name) if part}
    return frozenset({*wholes, *firsts, *(f"{one}s" for one in wholes)})


def _stands_in(told: Sequence[str], name: StaffName) -> bool:
    parts = _parts(name.given_name, name.family_name)
    family = parts[0]
    behind_title = [told[at + 1 :] for at, word in enumerate(told) if word in TITLES]
    if any(_begins(rest, part) for rest in behind_title for part in parts):
        return True
    if len("".join(family)) < SHORTEST_BARE_NAME:
        return False
    return any(_begins(told[at : at + len(family)], family) for at in range(len(told)))


def _begins(told: Sequence[str], name: Sequence[str]) -> bool:
    """Say whether `told` begins with `name`, written together or as one word, also with an s."""
    if not name or not told:
        return False
    joined = "".join(name)
    if told[0] in {joined, f"{joined}s"}:
        return True
    *first, last = name
    start = list(told[: len(name)])
    return start in ([*first, last], [*first, f"{last}s"])


@dataclass(frozen=True)
class Urgency:
    """How urgent a report is before triage, and which rule says so."""

    severity: Severity
    rule_id: str


@dataclass(frozen=True)
class Answer:
    """One question as it was asked and the answer as it was given."""

    key: str
    question: str
    answer: str


@dataclass(frozen=True)
class Report:
    """A report, from whichever page: what was answered, and what follows from it.

    `words` is everything that was typed, for the names in it. A report that `may_be_told_again`
    gets a new version where the same key comes with other content; whoever `gets_pictures` comes
    back with them. `for_heads` is one of which the school wants its head told. `sent_at` is the
    moment at which it came: the case's clock. `kept_at` is what is stored with the words and
    shown: of a child without a name, the half-day (T20). `told_by_card` is the pupil whose class
    card was shown: the same card opens the answer.
    """

    source: str
    idempotency_key: str
    sent_at: datetime
    answers: tuple[Answer, ...]
    words: str
    about_adult: AboutAdult
    urgency: Urgency
    kind: Kind
    risk_area: RiskArea
    subjects: frozenset[UUID] = frozenset()
    kept_out: frozenset[UUID] = frozenset()
    chosen_adult_id: UUID | None = None
    pupil_ids: tuple[UUID, ...] = ()
    may_be_told_again: bool = False
    gets_pictures: bool = False
    for_heads: bool = False
    told_at: datetime | None = None
    told_by_card: UUID | None = None

    @property
    def kept_at(self) -> datetime:
        """The moment that is stored with the words and shown."""
        return self.told_at or self.sent_at

    def content(self) -> bytes:
        """Return the answers as they are sealed, the same bytes for the same answers."""
        told = [[one.key, one.question, one.answer] for one in self.answers]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Received:
    """What became of a report: a new concern, a new version of one, or the same again.

    The pictures of a new one are those of `pictures_try`; `about_id` is the same for all that are
    about the same (rules_folding.py).
    """

    concern_id: UUID
    case_id: UUID
    sent_at: datetime
    version: int
    heard_by: tuple[str, ...]
    readers: tuple[UUID, ...]
    needs_lado: bool
    is_new: bool
    pictures_try: int = 0
    about_id: UUID | None = None


# The key of what a child said when they came back: it stands in front of what they told before.
CAME_BACK: Final = "came_back"
# The key of a drawing: its answer is lines of points (services/shared/drawings.py).
DRAWING: Final = "drawing"
Given = list[list[str]]


def in_whole(versions: Iterable[Given]) -> list[Given]:
    """Return each version, the newest first, with all it says: `versions` come oldest first.

    A child who goes Back tells everything anew; one who comes back later adds to what stands.
    """
    told: list[Given] = []
    for given in versions:
        adds = bool(given) and given[0][0] == CAME_BACK
        told.append([*given, *told[-1]] if adds and told else given)
    return told[::-1]


def content_hash(key: bytes, content: bytes) -> bytes:
    """Return the keyed hash of a report's content: equal for equal content, telling no more."""
    return hmac.digest(key, b"content|" + content, hashlib.sha256)
