"""Why an export is not made."""

from services.shared.errors import Conflict, FieldError, Malformed

_NOT_OURS = "Choose a child of this school from the list."


class AlreadyMade(Conflict):
    """The same request came before; its passphrase was told then and is stored nowhere."""

    def __init__(self) -> None:
        super().__init__(
            "This archive was made before, and its passphrase was shown then. Make a new one."
        )


class NoSuchPupil(Malformed):
    """The child is not of this school."""

    def __init__(self) -> None:
        super().__init__(_NOT_OURS, (FieldError("pupil_id", _NOT_OURS),))
