"""Whether a request to enrol may be answered a second time: pure."""


def why_not_again(*, is_same_request: bool, is_used: bool, is_revoked: bool) -> str | None:
    """Return why the same key may not be answered again, or None."""
    if not is_same_request:
        return "This request was made before with another name."
    if is_used or is_revoked:
        return "This tablet was enrolled already. Revoke it and enrol it anew."
    return None
