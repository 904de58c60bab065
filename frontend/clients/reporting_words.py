"""Words as they were given, and whom to ring where nobody in school may be told."""

from frontend.clients.answers import Answer


class Ring(Answer):
    """Whom to ring where nobody in school may be told."""

    name: str
    phone: str


class Words(Answer):
    """One question and the words as they were given; a drawing as its lines of points."""

    question: str
    answer: str
    drawing: str | None = None
