"""Find children and staff by name: on the server, from three letters, at most eight at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.signed_in import SignedIn

LETTERS_AT_LEAST = 3
TOO_SHORT = "Type at least three letters of the name."
NOT_SEARCHED = "The search is not answering. Write the name into the big box instead."


@dataclass(frozen=True)
class Named:
    """Somebody who was found or chosen: the id for the service, the label for the page."""

    id: str
    label: str

    @classmethod
    def of(cls, value: str) -> "Named":
        """Read the value of a tick box: "id|label"."""
        known, _, label = value.partition("|")
        return cls(known, label)

    @property
    def value(self) -> str:
        """Return the value of a tick box."""
        return f"{self.id}|{self.label}"


@dataclass(frozen=True)
class Found:
    """The answer to one search: who was found, or a sentence why nobody is shown."""

    people: tuple[Named, ...] = ()
    sentence: str = ""


NOTHING_LOOKED_FOR = Found()


async def find_children(staff: SignedIn, search: str, chosen: Collection[str] = ()) -> Found:
    """Look for children; those whose ids are `chosen` already are left out."""
    if len(search) < LETTERS_AT_LEAST:
        return Found((), TOO_SHORT if search else "")
    try:
        children = await staff.accounts.pupils(search)
    except (ServiceDown, ServiceProblem):
        return Found((), NOT_SEARCHED)
    found = [_named(str(one.id), one.display_name, one.class_name) for one in children]
    return _without(found, chosen, search)


async def find_adults(staff: SignedIn, search: str, chosen: Collection[str] = ()) -> Found:
    """Look for adults at school; those whose ids are `chosen` already are left out."""
    if len(search) < LETTERS_AT_LEAST:
        return Found((), TOO_SHORT if search else "")
    try:
        adults = await staff.accounts.staff(search)
    except (ServiceDown, ServiceProblem):
        return Found((), NOT_SEARCHED)
    found = [_named(str(one.id), one.display_name, one.job_title) for one in adults]
    return _without(found, chosen, search)


def _named(known: str, name: str, beside: str | None) -> Named:
    return Named(known, f"{name}, {beside}" if beside else name)


def _without(found: Sequence[Named], chosen: Collection[str], search: str) -> Found:
    others = tuple(one for one in found if one.id not in chosen)
    return Found(others, "" if others else f"Nobody else was found for “{search}”.")
