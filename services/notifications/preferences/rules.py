"""What nobody may hold back from themselves: pure (G-11)."""

from collections.abc import Set as AbstractSet
from typing import Final

from services.notifications.deliveries.rules import LEADS

NOT_FOR_LEADS: Final = (
    "You are a safeguarding lead: what is overdue and what people outside answer must reach you."
    " Choose mail, and quiet times where you need them."
)


def why_not_hold_back(can_wait: str, roles: AbstractSet[str]) -> str | None:
    """Return why somebody with `roles` may not hold mail back in this way, or None."""
    is_lead = not roles.isdisjoint(LEADS)
    return NOT_FOR_LEADS if is_lead and can_wait != "mail" else None
