"""What a number outside the school must have before staff rely on it: pure (G-33)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.shared.mailboxes import is_mailbox
from services.shared.yearly import is_good_day

LONGEST: Final = 100
NO_NAME: Final = "Enter the name under which staff look for this number."
NO_PHONE: Final = "Enter a telephone number, such as 01632 960900."
NO_OWNER: Final = "Enter whose number it is, such as the council's name."
NO_EMAIL: Final = "Enter an e-mail address, such as lado@council.example, or leave it empty."
NOT_CHECKED: Final = "Enter the day on which you checked it: within a year, not to come."
NO_HOW: Final = "Say how you checked it."
OTHER_CONTENT: Final = "This form was sent before with other answers. Open the page again."
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()-]{1,19}[0-9]")


@dataclass(frozen=True)
class Facts:
    """What stands in the profile about one contact."""

    name: str
    phone: str
    owner: str
    email: str
    checked_on: str


def facts_of(profile: Mapping[str, object], who: str) -> Facts:
    """Return what the profile says of a contact; "" for what it does not say."""
    known = {
        fact: str(profile.get(f"contacts.{who}.{fact}") or "")
        for fact in ("name", "phone", "owner", "email", "checked_on")
    }
    return Facts(**known)


def is_verified(facts: Facts, today: date) -> bool:
    """Say whether staff may rely on the number: known, owned, checked within a year."""
    try:
        checked_on = date.fromisoformat(facts.checked_on)
    except ValueError:
        return False
    return bool(facts.phone and facts.owner) and is_good_day(checked_on, today)


def what_is_wrong(who: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return a sentence for each field that staff could not rely on.

    The LADO alone may have an e-mail address: a case that nobody at school may read goes there.
    """
    name, phone, owner, email = (known[fact] for fact in ("name", "phone", "owner", "email"))
    is_mail = not email or (who == "lado" and is_mailbox(email))
    checks = (
        ("name", 0 < len(name) <= LONGEST, NO_NAME),
        ("phone", bool(_PHONE.fullmatch(phone)), NO_PHONE),
        ("owner", 0 < len(owner) <= LONGEST, NO_OWNER),
        ("email", is_mail, NO_EMAIL),
    )
    return {field: sentence for field, is_good, sentence in checks if not is_good}
