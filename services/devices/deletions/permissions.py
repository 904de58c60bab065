"""Who decides about a deletion."""

from services.devices.deletions.rules import DeletionAct

SAFEGUARDING_LEADS = frozenset({"dsl", "ddsl"})


def why_not_you(act: DeletionAct, roles: frozenset[str], *, may_be_child_image: bool) -> str | None:
    """Return why somebody in the leadership may not do `act`, or None (D-11.1.1-11)."""
    if act is DeletionAct.ALLOWED and may_be_child_image and roles.isdisjoint(SAFEGUARDING_LEADS):
        return "Only the safeguarding lead or a deputy decides about this."
    return None
