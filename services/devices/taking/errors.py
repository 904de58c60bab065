"""What can go wrong when a device is taken."""

from services.shared.errors import Malformed


class OtherContent(Malformed):
    """The same Idempotency-Key came with another device."""

    def __init__(self) -> None:
        super().__init__("This has been sent already with other answers. Start again.")
