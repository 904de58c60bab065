"""What must stand before a child can tell: somebody safe always answers (G-11, G-33). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.shared.yearly import has_a_year_passed

ROLES: Final = {
    "dsl": "the safeguarding lead",
    "ddsl": "a deputy safeguarding lead",
    "head": "the head",
    "chair": "the chair of governors",
}
CONTACTS: Final = {
    "lado": "the LADO",
    "police": "the police",
    "front_door": "children's social care",
}


@dataclass(frozen=True)
class Holder:
    """Somebody in a role, and whether the school has a mailbox of theirs that was tried."""

    role: str
    person_id: UUID
    is_reached: bool


@dataclass(frozen=True)
class Check:
    """One thing that must stand; `why_not` is a sentence, or None where it does."""

    what: str
    why_not: str | None


def checks(
    holders: tuple[Holder, ...], profile: Mapping[str, object], today: date
) -> tuple[Check, ...]:
    """Return everything that is looked at before a school opens, in the order of its page."""
    return (
        *(_role(role, holders) for role in ROLES),
        _is_other(holders, "ddsl", "The deputy is another person than the lead and the head"),
        _is_other(holders, "chair", "The chair is another person than the lead and the head"),
        *_lead_and_head(holders, profile),
        *(_contact(who, profile, today) for who in CONTACTS),
    )


def _role(role: str, holders: tuple[Holder, ...]) -> Check:
    what = f"{_capital(ROLES[role])} is named and has confirmed an address"
    found = [one for one in holders if one.role == role]
    if not found:
        return Check(what, f"Nobody is {ROLES[role]} yet.")
    if not any(one.is_reached for one in found):
        return Check(what, f"No address of {ROLES[role]} is confirmed yet.")
    return Check(what, None)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _people(holders: tuple[Holder, ...], *roles: str) -> set[UUID]:
    return {one.person_id for one in holders if one.role in roles}


def _is_other(holders: tuple[Holder, ...], role: str, what: str) -> Check:
    others = _people(holders, role) - _people(holders, "dsl", "head")
    sentence = f"Choose somebody else as {ROLES[role]}: not the lead or the head."
    return Check(what, None if others else sentence)


def _lead_and_head(holders: tuple[Holder, ...], profile: Mapping[str, object]) -> tuple[Check, ...]:
    if profile.get("roles.head_is_dsl") is True:
        return ()
    apart = bool(_people(holders, "dsl") - _people(holders, "head"))
    sentence = "This school's policy wants a safeguarding lead who is not the head."
    return (Check("The lead is a named person other than the head", None if apart else sentence),)


def _contact(who: str, profile: Mapping[str, object], today: date) -> Check:
    what = f"The number of {CONTACTS[who]} is known, owned and was checked within a year"
    facts = {
        fact: str(profile.get(f"contacts.{who}.{fact}") or "")
        for fact in ("phone", "owner", "checked_on")
    }
    if not facts["phone"]:
        return Check(what, f"The number of {CONTACTS[who]} is missing.")
    if not facts["owner"]:
        return Check(what, f"Nobody owns the number of {CONTACTS[who]}.")
    if not _is_fresh(facts["checked_on"], today):
        return Check(what, f"Ring {CONTACTS[who]} and check the number: a year has passed.")
    return Check(what, None)


def _is_fresh(checked_on: str, today: date) -> bool:
    try:
        return not has_a_year_passed(date.fromisoformat(checked_on), today)
    except ValueError:
        return False
