"""The contacts of a school, as its profile names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# In the order in which somebody looks for them.
ORDER = ("police", "front_door", "front_door_out_of_hours", "lado", "safeguarding_advice")
FACTS = ("name", "phone", "owner", "checked_on")


@dataclass(frozen=True)
class Contact:
    """Somebody to ring; `phone` is empty where the school has not named a number yet."""

    name: str
    phone: str
    owner: str
    checked_on: str


def contacts_of(profile: Mapping[str, object]) -> Sequence[Contact]:
    """Return the contacts of a profile in the order in which somebody looks for them."""
    return [
        Contact(**{fact: str(profile[f"contacts.{who}.{fact}"]) for fact in FACTS}) for who in ORDER
    ]
