"""What may be written about a device (G-01, G-09), and what its facts are called."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from services.devices.custody.rules import Ground, Kind, PowerState
from services.shared.pasted_files import why_not_text

GROUND_WORDS: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.SCHOOL_RULE: "A school rule or the behaviour policy was broken",
        Ground.BULLYING: "It may have been used to bully or upset somebody",
        Ground.SEXUAL_IMAGERY: "There may be a nude or sexual picture of a child",
        Ground.ILLEGAL_CONTENT: "Offensive, abusive or illegal content is suspected",
        Ground.NETWORK_HARM: "It was used in a way that harms the school's network",
        Ground.EXAM: "It was found in a test or examination",
        Ground.BARRED_PLACE: "It was used in a place where devices are not allowed",
    }
)
KIND_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PHONE: "phone",
        Kind.TABLET: "tablet",
        Kind.WATCH: "smart watch",
        Kind.CONSOLE: "games console",
        Kind.OTHER: "other device",
    }
)
POWER_WORDS: Mapping[PowerState, str] = MappingProxyType(
    {
        PowerState.ON: "On",
        PowerState.OFF: "Off",
        PowerState.LOCKED: "On, and locked",
        PowerState.UNKNOWN: "Not known",
    }
)

LOOKS_LIKE_A_CODE = (
    "Part of this looks like a PIN or password. Lantern never keeps the code of a device. "
    "Take the code out, or say that it is not one."
)

_CODE_WORD = re.compile(
    r"\b(pin\b|pass ?code|pass ?word|unlocks? (code|with|pattern)|code ?(is\b|[:=\d]))",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w£.,:/-])(?<!\d[ -])\d(?:[ -]?\d){3,7}(?![ -]?\d|\w|[:/]|[.,]\d)")
_YEAR = re.compile(r"(19|20)\d\d")


def looks_like_a_code(text: str) -> bool:
    """Say whether `text` seems to hold the PIN or password of a device (G-09).

    A word such as "PIN" or "passcode", or four to eight digits standing alone that are not a year,
    a price, a time or a telephone number.
    """
    if _CODE_WORD.search(text):
        return True
    return any(not _YEAR.fullmatch(found.group()) for found in _DIGITS.finditer(text))


def why_not_words(words: str, *, is_no_code: bool) -> str | None:
    """Return why `words` cannot be kept: a pasted file (G-01), or what looks like a code (G-09)."""
    if not is_no_code and looks_like_a_code(words):
        return LOOKS_LIKE_A_CODE
    return why_not_text(words)
