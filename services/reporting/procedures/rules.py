"""Which procedure a kind of concern begins with; pure."""

from collections.abc import Mapping
from typing import Final

from services.reporting.cases.models import Kind

HEAD_ALLEGATION: Final = "head_allegation"
STAFF_ALLEGATION: Final = "staff_allegation"
BY_KIND: Final[Mapping[Kind, str]] = {
    Kind.SEXUAL_IMAGE: "nudes",
    Kind.BULLYING: "cyberbullying",
    Kind.STRANGER_CONTACT: "ocsae",
    Kind.HARMFUL_CONTENT: "harmful_content",
    Kind.SCAM_OR_MONEY: "commerce",
    Kind.STAFF_CONCERN: STAFF_ALLEGATION,
    Kind.OTHER: "welfare_general",
}


def procedure_for(kind: Kind, chosen: str | None, *, about_head: bool) -> str:
    """Return the procedure of a case: the one chosen, else its kind's; the head's has its own.

    An allegation about the head never runs the procedure that the head would lead (G-13).
    """
    wanted = chosen or BY_KIND[kind]
    return HEAD_ALLEGATION if about_head and wanted == STAFF_ALLEGATION else wanted
