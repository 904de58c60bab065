"""Who needs to know what of a pupil: pure (G-22)."""

# Who deals with families; everybody else finds a child by name and class only.
SEE_GUARDIANS = frozenset({"office", "head", "dsl", "ddsl", "slt"})


def may_see_guardians(roles: frozenset[str]) -> bool:
    """Say whether somebody with `roles` sees who a child's adults are."""
    return not roles.isdisjoint(SEE_GUARDIANS)
