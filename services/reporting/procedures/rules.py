"""Which procedure a kind of concern begins with; pure."""

from collections.abc import Mapping
from typing import Final

from services.reporting.cases.models import Kind

HEAD_ALLEGATION: Final = "head_allegation"
STAFF_ALLEGATION: Final = "staff_allegation"
LOW_LEVEL: Final = "low_level"
# What the head would lead; about the head, it is the chair's (G-13).
LED_BY_THE_HEAD: Final = frozenset({STAFF_ALLEGATION, "staff_device"})
# What somebody tells of themselves, or what does not meet the harm threshold, keeps its own steps
# also where it is the head's: they name the chair themselves.
BELOW_THE_THRESHOLD: Final = frozenset({Kind.LOW_LEVEL_CONCERN, Kind.RELATIONSHIP})
BY_KIND: Final[Mapping[Kind, str]] = {
    Kind.SEXUAL_IMAGE: "nudes",
    Kind.BULLYING: "cyberbullying",
    Kind.STRANGER_CONTACT: "ocsae",
    Kind.HARMFUL_CONTENT: "harmful_content",
    Kind.SCAM_OR_MONEY: "commerce",
    Kind.STAFF_CONCERN: STAFF_ALLEGATION,
    Kind.STAFF_DEVICE: "staff_device",
    Kind.LOW_LEVEL_CONCERN: LOW_LEVEL,
    Kind.CONTACT_RECEIVED: "contact_received",
    Kind.RELATIONSHIP: "relationship_declaration",
    Kind.FILTERING_BREACH: "filtering_breach",
    Kind.MONITORING_ALERT: "monitoring_alert",
    Kind.OFFENSIVE_MESSAGE: "offensive_comm",
    Kind.VISITOR_DEVICE: "visitor_device",
    Kind.PUPIL_DEVICE: "pupil_device",
    Kind.EXAM_DEVICE: "exam_device",
    Kind.AI_IMAGE: "nudes",
    Kind.CHALLENGE: "harmful_content",
    Kind.SOCIAL_MEDIA: "pupil_social_media",
    Kind.HATE: "online_hate",
    Kind.EXTREMISM: "radicalisation",
    Kind.STAFF_TARGETED: "staff_targeted",
    Kind.DATA_LOSS: "infosec",
    Kind.RULE_BROKEN: "acceptable_use",
    Kind.OTHER: "welfare_general",
}


def procedure_for(kind: Kind, chosen: str | None, *, about_head: bool) -> str:
    """Return the procedure of a case: the one chosen, else its kind's; the head's has its own.

    An allegation about the head never runs the procedure that the head would lead (G-13).
    """
    wanted = chosen or BY_KIND[kind]
    return HEAD_ALLEGATION if about_head and wanted in LED_BY_THE_HEAD else wanted


def procedure_at_once(kind: Kind, *, about_head: bool) -> str | None:
    """Return what a report runs before anybody has triaged it: only the head's own (G-13)."""
    return HEAD_ALLEGATION if about_head and kind not in BELOW_THE_THRESHOLD else None
