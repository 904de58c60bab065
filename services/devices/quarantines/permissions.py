"""Who withdraws, keeps and releases; whoever used the thing sees nothing of it (G-12, G-13)."""

from dataclasses import dataclass
from uuid import UUID

from services.devices.quarantines.rules import QuarantineAct

LEADS = frozenset({"head", "dsl", "ddsl"})
HEADS_ACTS = frozenset(
    {QuarantineAct.KEEPER_NAMED, QuarantineAct.POLICE_LEAVE, QuarantineAct.ENDED}
)


@dataclass(frozen=True)
class Parties:
    """Who has to do with one quarantine."""

    about: UUID | None  # who used it
    opened_by: UUID
    keeper: UUID | None
    heads: frozenset[UUID]

    @property
    def is_about_a_head(self) -> bool:
        """Say whether the head used it: then the chair of governors stands in (G-13)."""
        return self.about in self.heads


def may_see(parties: Parties, roles: frozenset[str], person_id: UUID) -> bool:
    """Say whether somebody may see it: leads, its withdrawer and keeper, never its user."""
    if person_id == parties.about:
        return False
    if person_id in {parties.opened_by, parties.keeper}:
        return True
    return not roles.isdisjoint(LEADS) or acts_as_head(parties, roles)


def sees_user(parties: Parties, roles: frozenset[str]) -> bool:
    """Say whether somebody may read who used it; a technician may not (G-22)."""
    return not roles.isdisjoint(LEADS) or acts_as_head(parties, roles)


def acts_as_head(parties: Parties, roles: frozenset[str]) -> bool:
    """Say whether `roles` decide as the head does; the chair only where it is about the head."""
    return "head" in roles or ("chair" in roles and parties.is_about_a_head)


def why_not_you(act: QuarantineAct, parties: Parties, roles: frozenset[str]) -> str | None:
    """Return why somebody with `roles` may not do `act`, or None (D-11.3-17)."""
    if act in HEADS_ACTS and not acts_as_head(parties, roles):
        return "Only the head decides this."
    if act is QuarantineAct.POLICE_ADVISED and not sees_user(parties, roles):
        return "Only a safeguarding lead or the head speaks with the police."
    return None
