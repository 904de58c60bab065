"""Who deals with the police about a device (dw5)."""

from services.devices.custody.rules import Act, Custody, why_not

HAND_TO_POLICE = frozenset({"head", "dsl", "ddsl"})
NOT_A_LEAD = "Only a safeguarding lead or the head deals with the police about a device."


def why_not_police(custody: Custody, act: Act, roles: frozenset[str]) -> str | None:
    """Return why somebody with `roles` may not do `act` with the police now, or None (G-05)."""
    why = why_not(custody, act)
    if why is None and roles.isdisjoint(HAND_TO_POLICE):
        return NOT_A_LEAD
    return why
