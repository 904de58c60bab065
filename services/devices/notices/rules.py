"""When a parent may be told about a device, by whom, and how their code works (G-17)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

TELLING_IS_A_RISK = (
    "The parents are not told: you answered that telling could put a child at risk. "
    "Your reason is recorded."
)
NEEDS_THE_QUESTION = (
    "Before a parent is told, answer: could telling them put a child at risk, or is a parent "
    "suspected?"
)
NOT_BY_MAIL = (
    "This person cannot be told by e-mail: they are not on the child's list, or the address is "
    "shared with somebody who must not know. Speak to them yourself."
)


class NoticeAct(StrEnum):
    """What happens to a notice; each becomes one row, none is changed."""

    OPENED = "opened"
    WRONG_CODE = "wrong_code"
    ACKNOWLEDGED = "acknowledged"
    NEW_CODE = "new_code"
    KEPT = "kept"
    FREED = "freed"
    GIVEN_BACK = "given_back"
    REMINDED = "reminded"


class Answer(StrEnum):
    """The answer to "would telling put a child at risk, or is a parent suspected?"."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class Listed:
    """One guardian as the directory lists them for the child."""

    person_id: UUID
    display_name: str
    relationship: str
    is_barred: bool
    may_collect: bool
    shares_channel_with_barred: bool
    has_mailbox: bool

    @property
    def may_be_mailed(self) -> bool:
        """Say whether a mail reaches this person and nobody who is barred (T4)."""
        return self.has_mailbox and not self.is_barred and not self.shares_channel_with_barred

    @property
    def is_entitled(self) -> bool:
        """Say whether a device may be given to this person (G-08)."""
        return self.may_collect and not self.is_barred


@dataclass(frozen=True)
class Told:
    """The facts a parent is told; `child` is their own child's first name."""

    child: str
    kind: str
    ground: str
    school: str
    time_zone: str
    due_at: datetime
    is_evidence: bool


_KINDS = {"phone": "phone", "tablet": "tablet", "watch": "smart watch", "console": "games console"}
_WHY = {
    "school_rule": "It was out or in use at a time when our rules say it stays away.",
    "bullying": "It may have been used in a way that hurt or upset somebody.",
    "sexual_imagery": "There is a worry about a picture. We have not looked at the {kind}. "
    "The safeguarding lead will talk with you.",
    "illegal_content": "There is a worry about something on it. We have not looked at the {kind}. "
    "The safeguarding lead will talk with you.",
    "network_harm": "It was used in a way that can harm the school's network.",
    "exam": "It was with {child} during a test, where no devices are allowed.",
    "barred_place": "It was out in a place where no devices are allowed.",
}


COLLECTED_AT = "Come to the school office. Please bring something that shows who you are."
KEPT_WORDS = {
    "when": "It cannot be collected at the moment.",
    "where": "The school will tell you when that changes.",
}
FREED_WORDS = {
    "when": "It can be collected while the school office is open.",
    "where": COLLECTED_AT,
}


def notice_words(told: Told) -> dict[str, str]:
    """Return the sentences of a notice: what, why, where and when to collect, whom to ring."""
    kind = _KINDS.get(told.kind, "device")
    when = told.due_at.astimezone(ZoneInfo(told.time_zone))
    words = {
        "school": told.school,
        "child": told.child,
        "what": f"{told.child}'s {kind} is at school and is being looked after.",
        "why": _WHY[told.ground].format(kind=kind, child=told.child),
        "where": COLLECTED_AT,
        "when": f"You can collect it from {_hour(when)} on {when:%A} {when.day} {when:%B}.",
        "ring": f"Ring the office of {told.school} on the number you always use. "
        f"Please do not ring or message {told.child} about it during the school day.",
    }
    return words | KEPT_WORDS if told.is_evidence else words


def _hour(when: datetime) -> str:
    half = "am" if when.hour < 12 else "pm"  # noqa: PLR2004  # noon
    return f"{when.hour % 12 or 12}:{when:%M}{half}"


def tells_by_itself(*, link_id: UUID | None, is_sensitive: bool) -> bool:
    """Say whether taking a device may tell the parents without a named person (G-17).

    Only where no case is linked and the ground does not point at a possible crime: where one is
    suspected nobody has yet answered whether a parent is part of it (G-35).
    """
    return link_id is None and not is_sensitive
