"""When many reports are about one target: what says that two are about the same; pure."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from services.reporting.cases.rules import Reader
from services.reporting.concerns.rules import tokens

Names = Mapping[tuple[str, ...], UUID]
_MOST_PARTS: Final = 5  # of a whole name, given and family name together


def names_of(people: Iterable[tuple[UUID, str, str]]) -> Names:
    """Return the whole names of `people`, given as (id, given name, family name)."""
    return {(*tokens(given), *tokens(family)): known for known, given, family in people}


def whole_names_in(words: str, names: Names) -> frozenset[UUID]:
    """Return whose given and family name stand beside each other in `words`."""
    told = tokens(words)
    parts = range(2, _MOST_PARTS + 1)
    runs = (tuple(told[at : at + many]) for at in range(len(told)) for many in parts)
    return frozenset(names[run] for run in runs if run in names)


def fold_key(
    secret: bytes, readers: Sequence[Reader], targets: Iterable[UUID], urgency: str
) -> UUID | None:
    """Return the id that reports about the same have in common; None where nobody is meant.

    The readers are part of it: a case that somebody is kept out of must never change how often
    they hear of another one (G-12). Keyed, so that it tells nothing of the target.
    """
    meant = sorted(str(one) for one in targets)
    if not meant:
        return None
    reads = sorted(f"{one.person_id}:{one.scope.value}" for one in readers)
    said = "|".join([urgency, *reads, "about", *meant])
    digest = hmac.new(secret, said.encode(), hashlib.sha256).digest()
    return UUID(bytes=digest[:16])
