"""Whether one setting of a profile may stand: pure, no files, no database."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from services.accounts.schools.schemas import (
    CHOICES,
    KEYS,
    LARGEST,
    NEVER_EMPTY,
    NEVER_OFF,
    PYTHON_TYPES,
    SMALLEST,
    KeyKind,
    ProfileSettings,
)
from services.shared.mailboxes import is_mailbox

# A mailbox that a post holds, not a person.
SHARED_MAILBOXES = frozenset({"office", "admin", "enquiries", "reception", "info", "school"})
A_LANDLINE = re.compile(r"0[1238][0-9 ]{8,12}")
# Where meetings are held: an address there is how to join one, never a paper to read.
MEETINGS = ("zoom.us", "teams.microsoft.com", "teams.live.com", "meet.google.com", "webex.com")
# A way to reach somebody, in words that everybody reads: mail, link, meeting, telephone.
A_WAY = re.compile(
    r"@|://|\bwww\.|\b(?:sips?|h323|tel|callto|skype):|\bmeeting (?:id|number|code)\b"
    r"|\b[\w-]+\.(?:com|net|org|uk|us|eu|info|io)\b|\d[\d ()-]{7,}\d",
    re.IGNORECASE,
)
NO_WAY = "must hold no way to reach anybody: no e-mail address, telephone number, link or meeting"
A_PAPER = "must be a page on a website that begins with https://, not a meeting"


def _holds_no_way(given: str) -> bool:
    return A_WAY.search(given) is None


def _is_schools_mailbox(given: str) -> bool:
    return is_mailbox(given) and given.partition("@")[0].lower() in SHARED_MAILBOXES


def _is_paper(given: str) -> bool:
    parts = urlsplit(given)
    host = (parts.hostname or "").lower()
    is_meeting = any(host == one or host.endswith(f".{one}") for one in MEETINGS)
    is_plain = parts.scheme == "https" and parts.username is None and not re.search(r"\s", given)
    return is_plain and "." in host and not is_meeting


# What may stand on open pages, and why not (A-1.14-3, D-7.6-3, D-7.9-3).
PUBLIC: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "school.vision": (_holds_no_way, NO_WAY),
    "school.values": (_holds_no_way, NO_WAY),
    "public.address": (_holds_no_way, "must be a postal address, nothing else"),
    "public.email": (
        _is_schools_mailbox,
        f"must be a mailbox of the school, not of a person: {', '.join(sorted(SHARED_MAILBOXES))}",
    ),
    "public.phone": (
        lambda given: A_LANDLINE.fullmatch(given) is not None,
        "must be the school's own line, not a mobile telephone",
    ),
    "links.policy": (_is_paper, A_PAPER),
    "links.complaints": (_is_paper, A_PAPER),
}

Check = Callable[[str, Any], str | None]


def why_not_setting(key: str, setting: object) -> str | None:
    """Return why `setting` may not stand behind `key`, or None where it may."""
    if key not in KEYS:
        return "is not a key of a school's profile"
    checks = (_wrong_type, _not_offered, _beyond_limit, _may_not_be_empty, _not_the_schools_own)
    return next((why for check in checks if (why := check(key, setting))), None)


def why_not_together(settings: ProfileSettings) -> str | None:
    """Return what the profile lacks as a whole, or None where it is complete."""
    missing = sorted(KEYS.keys() - settings.keys())
    return f"lacks {', '.join(missing)}" if missing else None


def _wrong_type(key: str, setting: Any) -> str | None:
    kind = KEYS[key]
    if not _fits(kind, setting):
        return f"must be a {kind}"
    if kind is KeyKind.DAY and setting and not _is_day(setting):
        return "must be a date such as 2026-09-01, in quotation marks"
    return None


def _fits(kind: KeyKind, setting: object) -> bool:
    # `is`, not isinstance: true must not pass for a number
    if type(setting) is not PYTHON_TYPES[kind]:
        return False
    return not isinstance(setting, list) or all(isinstance(one, str) for one in setting)


def _is_day(setting: str) -> bool:
    try:
        date.fromisoformat(setting)
    except ValueError:
        return False
    return True


def _not_offered(key: str, setting: Any) -> str | None:
    offered = CHOICES.get(key)
    chosen = setting if isinstance(setting, list) else [setting]
    if offered is None or offered.issuperset(chosen):
        return None
    return f"must be from {', '.join(sorted(offered))}"


def _beyond_limit(key: str, setting: Any) -> str | None:
    if key in LARGEST and setting > LARGEST[key]:
        return f"may be at most {LARGEST[key]}: a school may be stricter, never laxer"
    if key in SMALLEST and setting < SMALLEST[key]:
        return f"must be at least {SMALLEST[key]}"
    return None


def _may_not_be_empty(key: str, setting: Any) -> str | None:
    if key in NEVER_EMPTY and not setting:
        return "may not be empty"
    if key in NEVER_OFF and setting is not True:
        return "cannot be switched off"
    return None


def _not_the_schools_own(key: str, setting: Any) -> str | None:
    if key not in PUBLIC or not setting:
        return None
    is_the_schools, why = PUBLIC[key]
    given = setting if isinstance(setting, list) else [setting]
    return None if all(is_the_schools(one) for one in given) else why
