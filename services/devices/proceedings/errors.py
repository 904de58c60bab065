"""What can go wrong in a proceeding."""

from services.shared.errors import Conflict, Malformed


class SomebodyWasFirst(Conflict):
    """Two people acted on one proceeding at once; the second looks again."""

    def __init__(self) -> None:
        super().__init__("Somebody else was first. Look at the page again.")


class OtherContent(Malformed):
    """The same Idempotency-Key came with another content."""

    def __init__(self) -> None:
        super().__init__("This was sent already with other answers.")
