"""Who reads a case until somebody has triaged it (architecture.md 5); pure, asked before saving.

Roles say who would read; persons say who must not. Conflict is a matter of persons, never of
roles, because a policy may make one person head *and* safeguarding lead (security.md 0.1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.reporting.cases.models import Kind, Scope, Why

# 31 signs that nobody mixes up when reading them out: without 0, 1, 8, I and O.
REFERENCE_LETTERS: Final = "2345679ABCDEFGHJKLMNPQRSTUVWXYZ"
# What is about an adult at school, whatever was answered: never in a child's export (G-23).
STAFF_MATTERS: Final = frozenset(
    {Kind.STAFF_CONCERN, Kind.STAFF_DEVICE, Kind.LOW_LEVEL_CONCERN, Kind.RELATIONSHIP}
)


class AboutAdult(StrEnum):
    """What was answered to: is it about a grown-up at school."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class StaffName:
    """A member of staff, as children and colleagues may write them."""

    person_id: UUID
    display_name: str
    given_name: str
    family_name: str


@dataclass(frozen=True)
class Seats:
    """Who holds the safeguarding roles of a school, first in rank first; `mailboxes` by person."""

    leads: tuple[UUID, ...]
    deputies: tuple[UUID, ...]
    heads: tuple[UUID, ...]
    chairs: tuple[UUID, ...]
    mailboxes: Mapping[UUID, frozenset[bytes]] = field(default_factory=dict)
    governors: tuple[UUID, ...] = ()  # for safeguarding; they sign what the chair leads


@dataclass(frozen=True)
class Told:
    """What a report says about people."""

    about_adult: AboutAdult
    named: frozenset[UUID] = frozenset()  # staff whose names stand in the words
    subjects: frozenset[UUID] = frozenset()  # chosen from the list by the reporter
    kept_out: frozenset[UUID] = frozenset()  # "not this person", said by a child
    chosen_adult: UUID | None = None
    for_heads: bool = False  # the school wants the head told of such a report


@dataclass(frozen=True)
class Reader:
    """One person who reads, how much, and by what right."""

    person_id: UUID
    scope: Scope
    why: str


@dataclass(frozen=True)
class Readership:
    """Who reads a case and who is kept out; `needs_lado` where the school has nobody left."""

    readers: tuple[Reader, ...]
    excluded: Mapping[UUID, Why]
    needs_lado: bool

    def whole(self) -> tuple[UUID, ...]:
        """Return who reads the whole case, in the order in which they are asked."""
        return tuple(one.person_id for one in self.readers if one.scope is Scope.WHOLE)


def assumed_answer(
    answer: AboutAdult, subjects: frozenset[UUID], *, is_staff_matter: bool
) -> AboutAdult:
    """Return the answer to act on: a subject means yes, a staff matter is never a no (G-35)."""
    if subjects:
        return AboutAdult.YES
    if is_staff_matter and answer is not AboutAdult.YES:
        return AboutAdult.NOT_SURE
    return answer


def readership(told: Told, seats: Seats) -> Readership:
    """Return who reads until triage: the table of architecture.md 5, row by row.

    Never empty without `needs_lado`; no subject, no person found in the words (but the chosen
    adult where the answer is no) and nobody who shares their mailbox is ever in it
    (G-12, G-13, G-35).
    """
    excluded = _excluded(told, seats)
    whole = [one for one in _asked(told, seats) if one.person_id not in excluded]
    if not whole:
        whole = [one for one in _chairs(seats, "nobody_left") if one.person_id not in excluded]
    words = _chosen(told, excluded, {one.person_id for one in whole})
    return Readership(tuple(_once([*whole, *words])), excluded, needs_lado=not whole)


def readership_once_named(
    subjects: frozenset[UUID], standing: Mapping[UUID, Why], seats: Seats
) -> Readership:
    """Return who reads once these adults are known to be whom it is about (G-12, G-13).

    `standing` are those kept out already: they stay so, and nobody is kept out twice.
    """
    others = frozenset(standing) - subjects
    told = Told(AboutAdult.YES, subjects=subjects, kept_out=others)
    found = readership(told, seats)
    new = {one: why for one, why in found.excluded.items() if one not in others}
    return replace(found, excluded=new)


def case_managers(seats: Seats, kept_out: Iterable[UUID]) -> tuple[Reader, ...]:
    """Return who manages a case about an adult: the head, else the chair of governors (G-13).

    Where the chair does, the safeguarding governor reads it too, to sign its closing.
    """
    out = frozenset(kept_out)
    heads = [one for one in seats.heads if one not in out]
    chairs = [one for one in seats.chairs if one not in out]
    signs = [] if heads else [one for one in seats.governors if one not in out]
    return (
        *(Reader(one, Scope.WHOLE, "case_manager") for one in heads or chairs),
        *(Reader(one, Scope.WHOLE, "signs_closing") for one in signs),
    )


def _is_about_somebody_unknown(told: Told) -> bool:
    return told.about_adult is AboutAdult.YES and not (told.named or told.subjects)


def _asked(told: Told, seats: Seats) -> Iterable[Reader]:
    deputies = [Reader(one, Scope.WHOLE, "ddsl") for one in seats.deputies]
    if _is_about_somebody_unknown(told):
        return [*deputies, *_chairs(seats, "adult_unnamed")]
    leads = [Reader(one, Scope.WHOLE, "dsl") for one in seats.leads]
    if told.about_adult is AboutAdult.YES and (told.named | told.subjects) & set(seats.heads):
        return [*leads, *deputies, *_chairs(seats, "about_head")]
    heads = [Reader(one, Scope.WHOLE, "head") for one in seats.heads if _is_for_heads(told)]
    return [*heads, *leads, *deputies]


def _is_for_heads(told: Told) -> bool:
    # only where no adult is in doubt: the head may be the one it is about
    return told.for_heads and (told.about_adult is AboutAdult.NO or bool(told.subjects))


def _chairs(seats: Seats, why: str) -> list[Reader]:
    return [Reader(one, Scope.WHOLE, why) for one in seats.chairs]


def _chosen(told: Told, excluded: Mapping[UUID, Why], whole: set[UUID]) -> list[Reader]:
    chosen = told.chosen_adult
    if told.about_adult is not AboutAdult.NO or chosen is None:
        return []
    if chosen in excluded or chosen in whole:
        return []
    return [Reader(chosen, Scope.WORDS, "chosen_adult")]


def _excluded(told: Told, seats: Seats) -> dict[UUID, Why]:
    for_good = {**dict.fromkeys(told.kept_out, Why.ASKED_BY_CHILD)}
    for_good |= dict.fromkeys(told.subjects, Why.SUBJECT)
    until_triage = dict.fromkeys(_narrowed(told), Why.NAMED_IN_WORDS)
    if _is_about_somebody_unknown(told):
        # nor does the ladder climb to a head who is not a deputy: it may be about them
        others = {*seats.leads, *seats.heads} - ({*seats.deputies} - {*seats.leads})
        until_triage = dict.fromkeys(sorted(others), Why.UNTIL_TRIAGE)
    # the stronger reason is written last, so that it stands
    return {
        **_sharers(until_triage, seats, Why.SHARES_MAILBOX_OF_NAMED),
        **until_triage,
        **_sharers(for_good, seats, Why.SHARES_MAILBOX),
        **for_good,
    }


def _narrowed(told: Told) -> frozenset[UUID]:
    if told.about_adult is AboutAdult.NO and told.chosen_adult is not None:
        return told.named - {told.chosen_adult}
    return told.named


def _sharers(people: Iterable[UUID], seats: Seats, why: Why) -> dict[UUID, Why]:
    boxes = frozenset[bytes]().union(*(seats.mailboxes.get(one, frozenset()) for one in people))
    return {one: why for one, theirs in seats.mailboxes.items() if theirs & boxes}


def _once(readers: Iterable[Reader]) -> Iterable[Reader]:
    seen: dict[UUID, Reader] = {}
    for one in readers:
        seen.setdefault(one.person_id, one)
    return seen.values()
