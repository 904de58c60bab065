"""What can be wrong with a school's profile."""

from services.shared.errors import Refused


class ProfileRefused(Refused):
    """A profile file cannot be used; the sentence names file, line and key."""
