"""What can go wrong with a case."""

from services.shared.errors import Conflict


class SomebodyWasFirst(Conflict):
    """Two colleagues changed the same case; the second is told, not punished."""

    def __init__(self, name: str, did: str) -> None:
        super().__init__(f"{name} was first: {did} Look at the case again before you go on.")
