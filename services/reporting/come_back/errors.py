"""What can go wrong with a come-back code."""

from services.shared.errors import Unavailable


class NoPicturesLeft(Unavailable):
    """Every try of pictures is held by another child; the chance of it is next to nothing."""

    def __init__(self) -> None:
        super().__init__("Nothing was saved. Please send it again.")
