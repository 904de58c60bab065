"""What an address looks like, and when one that was given may still be confirmed; pure."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from services.shared.mailboxes import is_mailbox

LIFETIME: Final = timedelta(hours=48)
# So many addresses may be tried an hour: nobody can be flooded in somebody's name.
TRIES: Final = 5
TRIES_WINDOW_SECONDS: Final = 3600
# Who may carry the school's duty phone: an alert can be theirs to answer.
CARRIERS: Final = ("dsl", "ddsl", "head")

NOT_A_MAILBOX: Final = "Enter an e-mail address, such as name@school.example."
NOT_A_PHONE: Final = "Enter a mobile number in the United Kingdom, such as 07700 900123."
TOO_MANY: Final = "That was a lot of addresses. Wait an hour, then try again."
NOT_A_CARRIER: Final = (
    "The duty phone is carried by the safeguarding lead, a deputy or the head: choose one of them."
)
NOT_RUNG: Final = "Ring the number, and enter the day on which you did: within a year, not later."
_MOBILE: Final = re.compile(r"(?:\+?44|0)7\d{9}")


def _is_mobile(text: str) -> bool:
    return bool(_MOBILE.fullmatch(re.sub(r"[\s().-]", "", text)))


_SHAPES: Final[Mapping[str, tuple[Callable[[str], bool], str]]] = {
    "email": (is_mailbox, NOT_A_MAILBOX),
    "phone": (_is_mobile, NOT_A_PHONE),
}


def why_not_address(channel: str, text: str) -> str | None:
    """Return why this text is no address of `channel` (email or phone), or None."""
    is_good, sentence = _SHAPES[channel]
    return None if is_good(text) else sentence


def can_confirm(now: datetime, expires_at: datetime, *, is_newest: bool) -> bool:
    """Say whether an address can still be confirmed: in time, and no other was given since."""
    return is_newest and now <= expires_at
