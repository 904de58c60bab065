"""With whom a case may be shared, for how long, and when a link opens it (T16); pure."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from services.shared.link_codes import ALPHABET, CODE_LENGTH, is_locked
from services.shared.mailboxes import is_mailbox

LINK_LIFETIME: Final = timedelta(hours=48)
END_OF_DAY: Final = time(23, 59, 59)
LONGEST_SHARE: Final = timedelta(days=90)
# How long the LADO can read what nobody at school may.
LADO_SHARE: Final = timedelta(days=28)
LADO_REASON: Final = "Nobody at the school may read this case, so Lantern shared it by itself."
NOT_YOURS: Final = "Only the safeguarding team shares a case with somebody outside."
NEEDS_ROLE: Final = "Choose what this person is: LADO, police or governor."
NEEDS_NAME: Final = "Write the name of one person, not of an office."
NEEDS_ORGANISATION: Final = "Write for whom they work."
NEEDS_EMAIL: Final = "Write one e-mail address of their own, such as name@council.example."
NEEDS_REASON: Final = "Write why you share this case. It is kept with the case."
NEEDS_FACTS: Final = "Write what the police need to know. They read these words and nothing else."
NEEDS_END: Final = "Choose a day from today on, within 90 days. The share ends on that evening."
KEPT_OUT: Final = "This person must not see this case."
ENDED: Final = "This share has ended. Share the case again."
LOCKED_LINK: Final = (
    "This link is locked after five wrong codes. Ring the person at the school who shared it."
)
USED: Final = "This link was used already. Ask for a fresh one below."
TOO_OLD: Final = "This link is older than 48 hours. Ask for a fresh one below."
NOT_ADVICE: Final = "Only the LADO and the police write advice here."


def lado_code(key: bytes, concern_id: UUID) -> str:
    """Return the code of the share that the system opens about a report; the same when asked again.

    Whoever reported reads it out to the LADO: nobody else at the school may.
    """
    drawn = int.from_bytes(hmac.digest(key, f"lado|{concern_id}".encode(), hashlib.sha256))
    letters = ""
    for _ in range(CODE_LENGTH):
        drawn, at = divmod(drawn, len(ALPHABET))
        letters += ALPHABET[at]
    return letters


class PartnerRole(StrEnum):
    """What somebody outside is; each sees a view made for the role."""

    LADO = "lado"
    POLICE = "police"
    GOVERNOR = "governor"


class ShareAct(StrEnum):
    """What happens to a share; each becomes one row, none is changed."""

    NEW_LINK = "new_link"
    WRONG_CODE = "wrong_code"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    ADVISED = "advised"
    ASKED = "asked"
    REVOKED = "revoked"


# What the person outside can write, and what the chronology calls it.
ANSWERS: Final[Mapping[ShareAct, str]] = {
    ShareAct.ADVISED: "partner_advised",
    ShareAct.ASKED: "partner_asked",
}
ADVISERS: Final = frozenset({PartnerRole.LADO, PartnerRole.POLICE})
TITLES: Final[Mapping[PartnerRole, str]] = {
    PartnerRole.LADO: "the LADO",
    PartnerRole.POLICE: "the police",
    PartnerRole.GOVERNOR: "a governor",
}


class Happened(Protocol):
    """One row of what happened to a share."""

    act: str
    at: datetime
    link_id: UUID | None


@dataclass(frozen=True)
class Link:
    """The newest link of a share; the links before it open nothing any more."""

    link_id: UUID | None
    made_at: datetime
    wrong: int
    is_used: bool

    @property
    def is_locked(self) -> bool:
        """Say whether five wrong codes were tried at it."""
        return is_locked(self.wrong)

    def is_over(self, now: datetime) -> bool:
        """Say whether it is older than 48 hours."""
        return now > self.made_at + LINK_LIFETIME


def newest_link(happenings: Iterable[Happened]) -> Link:
    """Return the link that counts; `happenings` begin with the first one, in their order."""
    link: Link | None = None
    for one in happenings:
        if one.act == ShareAct.NEW_LINK:
            link = Link(one.link_id, one.at, 0, is_used=False)
        elif link and one.act == ShareAct.WRONG_CODE:
            link = Link(link.link_id, link.made_at, link.wrong + 1, link.is_used)
        elif link and one.act == ShareAct.OPENED:
            link = Link(link.link_id, link.made_at, link.wrong, is_used=True)
    if link is None:
        raise ValueError("a share begins with its link")
    return link


def is_open(happenings: Iterable[Happened], ends_at: datetime, now: datetime) -> bool:
    """Say whether the share has neither ended nor been taken back."""
    return now < ends_at and all(one.act != ShareAct.REVOKED for one in happenings)


def may_have_fresh_link(link: Link, now: datetime) -> bool:
    """Say whether whoever holds an old link may have a new one mailed.

    A locked one is for the school to open again; one that still works needs no other.
    """
    return not link.is_locked and (link.is_used or link.is_over(now))


@dataclass(frozen=True)
class Invited:
    """Whom a case is to be shared with, as it was typed."""

    role: str
    name: str
    organisation: str
    email: str
    ends_on: date | None
    reason: str
    facts: str


def what_is_missing(given: Invited, today: date) -> dict[str, str]:
    """Return what a share still lacks, by field."""
    ends_on = given.ends_on
    in_time = ends_on is not None and today <= ends_on <= today + LONGEST_SHARE
    needed = (
        ("role", given.role in set(PartnerRole), NEEDS_ROLE),
        ("name", bool(given.name), NEEDS_NAME),
        ("organisation", bool(given.organisation), NEEDS_ORGANISATION),
        ("email", is_mailbox(given.email), NEEDS_EMAIL),
        ("ends_on", in_time, NEEDS_END),
        ("reason", bool(given.reason), NEEDS_REASON),
        ("facts", bool(given.facts) or given.role != PartnerRole.POLICE, NEEDS_FACTS),
    )
    return {field: sentence for field, is_there, sentence in needed if not is_there}


def is_named(name: str, given_name: str, family_name: str) -> bool:
    """Say whether `name` is that of a person, however it is cased or spaced (G-12)."""
    words = set(name.casefold().replace(",", " ").split())
    return {given_name.casefold(), family_name.casefold()} <= words
