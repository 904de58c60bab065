"""What can go wrong with a report."""

from services.shared.errors import Conflict, FieldError, Malformed


class SentTwice(Conflict):
    """Two new versions of one report came at the same moment; the second is sent again."""

    def __init__(self) -> None:
        super().__init__("This was sent twice at the same moment. Please send it again.")


class OtherWords(Malformed):
    """The same key came with other words, from a form that takes no second version."""

    def __init__(self) -> None:
        sentence = "This form was sent before, with other words. Start a new report."
        super().__init__(sentence, (FieldError("Idempotency-Key", sentence),))
