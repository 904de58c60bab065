"""Who may see a device and who may act on it; the rules of a state stand in rules.py."""

from uuid import UUID

from services.devices.custody.rules import SENSITIVE_GROUNDS, Act, Custody, CustodyRules, Ground

SEE_ALL = frozenset({"head", "dsl", "ddsl", "slt", "office"})
SEE_GROUNDS = frozenset({"head", "dsl", "ddsl", "slt"})
LIFT_HOLDS = frozenset({"head", "dsl"})
LINK = frozenset({"head", "dsl", "ddsl"})
RELEASE_NOTICES = frozenset({"dsl", "ddsl", "head"})
READ_CODES = frozenset({"office", "head"})


def sees_all(roles: frozenset[str]) -> bool:
    """Say whether `roles` see every device of the school; others see those in their own care."""
    return not roles.isdisjoint(SEE_ALL)


def may_see(custody: Custody, roles: frozenset[str], person_id: UUID) -> bool:
    """Say whether somebody may see this device: the leads, the office, its taker and keeper."""
    return sees_all(roles) or person_id in {custody.taken_by, custody.keeper_id}


def may_see_ground(
    ground: Ground, custody: Custody, roles: frozenset[str], person_id: UUID
) -> bool:
    """Say whether somebody may read why it was taken; the office sees custody only (G-22)."""
    if ground not in SENSITIVE_GROUNDS or not roles.isdisjoint(SEE_GROUNDS):
        return True
    return person_id in {custody.taken_by, custody.keeper_id}


def why_not_you(act: Act, roles: frozenset[str], school: CustodyRules) -> str | None:
    """Return why somebody with `roles` may not do `act` with a device they can see, or None."""
    if act is Act.CONFIRMED and not school.may_confiscate(roles):
        return "Only somebody who may confiscate at this school can confirm this."
    if act is Act.HOLD_LIFTED and roles.isdisjoint(LIFT_HOLDS):
        return "Only the designated safeguarding lead or the head can lift a police hold."
    if act is Act.LINKED and roles.isdisjoint(LINK):
        return "Only the safeguarding leads or the head can join a device to a case."
    return None
