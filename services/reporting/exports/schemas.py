"""What is asked for and answered, and the columns of every file of the export (cpx-1.0)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, Field

from services.reporting.cases.models import Kind
from services.reporting.cases.schemas import Incoming, NeededText

SCHEMA_VERSION: Final = "cpx-1.0"
PROFILE: Final = "transfer"

# Architecture.md 12: the product's enumerations win over those of peers-and-export.md section 3.
CHRONOLOGY: Final = (
    *("schema_version", "row_key", "row_type", "school_urn", "school_name", "local_authority"),
    *("student_id", "upn", "student_name", "student_known_as", "date_of_birth", "year_group"),
    *("class", "incident_id", "parent_id", "event_at", "recorded_at", "updated_at"),
    *("reported_by", "reporter_role", "source_channel", "told_dsl_in_person", "category"),
    *("sub_category", "other_categories", "risk_area", "title", "account", "child_words"),
    *("immediate_action", "location", "device_scope", "linked_students", "link_roles"),
    *("body_map", "level", "status", "assigned_to", "alerted", "agencies", "action_taken"),
    *("action_owner", "action_due", "action_done_at", "decision", "decision_reason"),
    *("parent_informed", "parent_informed_at", "parent_not_informed_reason"),
    *("police_informed", "police_reference", "police_not_informed_reason"),
    *("imagery_handling", "device_custody_id", "attachments", "confidentiality", "outcome"),
    *("closed_at", "closed_by", "review_done_at", "cpoms_required", "cpoms_entered_at"),
    *("cpoms_entered_by", "cpoms_ref", "row_sha256"),
)
STUDENTS: Final = (
    *("student_id", "upn", "legal_forename", "legal_surname", "known_forename"),
    *("date_of_birth", "sex", "year_group", "class", "admission_date", "leaving_date"),
    *("destination_school", "destination_urn", "send_status", "child_looked_after"),
    *("child_protection_plan", "child_in_need", "eal", "has_social_worker"),
    *("vulnerability_notes", "updated_at"),
)
CATEGORIES: Final = (
    *("category_id", "name", "parent_id", "colour", "active", "who_may_add"),
    *("who_may_view_incidents", "who_may_view_students", "procedure_code", "policy_clause"),
    *("attachments_allowed", "guidance_text"),
)
INCIDENTS: Final = (
    *("id", "student_id", "category_id", "other_category_ids", "event_at", "recorded_at"),
    *("updated_at", "reported_by", "reporter_role", "source_channel", "told_dsl_in_person"),
    *("risk_area", "title", "account", "child_words", "immediate_action", "location"),
    *("device_scope", "body_map", "level", "status", "assigned_to", "alerted"),
    *("imagery_handling", "confidentiality", "outcome", "closed_at", "closed_by"),
    *("review_done_at", "cpoms_required", "cpoms_entered_at", "cpoms_entered_by", "cpoms_ref"),
    "row_sha256",
)
ACTIONS: Final = (
    *("id", "incident_id", "student_id", "recorded_at", "event_at", "actor", "actor_role"),
    *("action_type", "text", "due_on", "done_at", "agency", "agency_reference", "decision"),
    *("decision_reason", "procedure_code", "step_no", "updated_at"),
)
LINKS: Final = (
    *("id", "incident_id", "student_id", "linked_student_id", "link_type", "role"),
    *("added_by", "added_at", "removed_at", "reason"),
)
FILES: Final = {
    "chronology.csv": CHRONOLOGY,
    "students.csv": STUDENTS,
    "categories.csv": CATEGORIES,
    "incidents.csv": INCIDENTS,
    "actions.csv": ACTIONS,
    "links.csv": LINKS,
}

CATEGORY: Final = "Online safety"
CATEGORY_ID: Final = "CAT00"
SUB_CATEGORIES: Final = {
    Kind.SEXUAL_IMAGE: ("CAT01", "Nude or sexual image"),
    Kind.BULLYING: ("CAT02", "Online bullying"),
    Kind.STRANGER_CONTACT: ("CAT03", "Contact by a stranger"),
    Kind.HARMFUL_CONTENT: ("CAT04", "Harmful content"),
    Kind.SCAM_OR_MONEY: ("CAT05", "Scam or money"),
    Kind.OTHER: ("CAT06", "Other online concern"),
}
LEVELS: Final = {"critical": "immediate"}
STATUSES: Final = {"new": "new", "closed": "closed"}
NOT_ANSWERED: Final = "Not answered"  # what a skipped question of the child's page says
CHANNELS: Final = {"pupil": "pupil_page", "staff": "staff"}
# Who told, where it was no colleague: their name stands in the case, not in an export.
TOLD_BY: Final = {
    "pupil": ("A child", "Pupil"),
    "parent": ("A parent", "Parent"),
    "visitor": ("An adult outside the school", "Visitor"),
}
ACTION_TYPES: Final = {"triaged": "risk_assessment"}
DID: Final = {
    "taken": "Took the case.",
    "acknowledged": "Acknowledged the alert.",
    "released": "Gave the case back.",
    "triaged": "Triaged the case.",
    "note": "Wrote a note.",
    "outcome": "Set the outcome.",
    "closed": "Closed the case.",
}

Reason = Annotated[NeededText, Field(max_length=1_000)]


class ExportWanted(Incoming):
    """Whose record is to leave the school, and why."""

    pupil_id: UUID
    reason: Reason


class ExportMade(BaseModel):
    """The export; its passphrase is told here, this once, and stored nowhere."""

    export_id: UUID
    passphrase: str
    file_name: str
    expires_at: datetime
    manifest: dict[str, Any]


def categories() -> Iterator[dict[str, str]]:
    """Return the category list: one for all online safety, one below it per kind of concern."""
    shared = {"active": "Y", "who_may_add": "All staff", "attachments_allowed": "N"}
    team = {"who_may_view_incidents": "Readers of the case", "who_may_view_students": "DSL team"}
    yield {**shared, **team, "category_id": CATEGORY_ID, "name": CATEGORY}
    for category_id, name in SUB_CATEGORIES.values():
        below = {"category_id": category_id, "name": name, "parent_id": CATEGORY_ID}
        yield {**shared, **team, **below}
