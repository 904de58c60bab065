"""What a parent is told when a page does not open."""

from services.shared.errors import ApplicationError, TooMany


class NotOpened(ApplicationError):
    """A wrong code, an unknown page, an old one: one answer for all, so nothing can be learned."""

    status = 403
    title = "Not opened"


class Locked(TooMany):
    """Five wrong codes; the office makes a new one."""

    title = "Locked"
