"""The shape of a reminder that a named person releases."""

from services.devices.custody.schemas import Prose, Written
from services.devices.notices.rules import Answer


class Remind(Written):
    """The question is answered again for every reminder about a case (G-17)."""

    would_telling_put_child_at_risk: Answer | None = None
    reason: Prose | None = None
