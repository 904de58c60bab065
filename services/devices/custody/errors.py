"""What can go wrong when somebody deals with a device."""

from services.shared.errors import Conflict, FieldError, Malformed


class AlreadyMoved(Conflict):
    """Two people acted on one device at once; the second is told who was first."""


class AnotherLook(Malformed):
    """One answer needs another look; says which and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("Please look at the marked answers.", (FieldError(field, message),))
