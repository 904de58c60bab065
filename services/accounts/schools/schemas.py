"""The keys of a school's profile, with their types (rules-and-procedures.md 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class KeyKind(StrEnum):
    """What may stand behind a key of the profile."""

    SENTENCE = "text"
    YES_NO = "yes or no"
    NUMBER = "whole number"
    WORDS = "list of words"
    DAY = "date"


TEXT, YES_NO, NUMBER, WORDS, DAY = KeyKind

PYTHON_TYPES: Mapping[KeyKind, type] = {
    KeyKind.SENTENCE: str,
    KeyKind.YES_NO: bool,
    KeyKind.NUMBER: int,
    KeyKind.WORDS: list,
    KeyKind.DAY: str,
}

# Who is named with a number that staff may have to ring; 999 and 101 are fixed (G-33).
CONTACTS = ("lado", "front_door", "front_door_out_of_hours", "police", "safeguarding_advice")
CONTACT_FACTS = {"name": TEXT, "phone": TEXT, "owner": TEXT, "checked_on": DAY}

KEYS: Mapping[str, KeyKind] = {
    "wording.area_name": TEXT,
    "school.vision": TEXT,
    "school.values": WORDS,
    # the only ways to reach the school that stand on open pages; never a person's own
    "public.address": TEXT,
    "public.email": TEXT,
    "public.phone": TEXT,
    "roles.head_is_dsl": YES_NO,
    "roles.ds_lead": TEXT,
    "roles.case_manager": TEXT,
    "notify.out_of_hours": TEXT,
    "notify.parent_reports_to": WORDS,
    "notify.contact_received": WORDS,
    "offensive.first_told": WORDS,
    "record.external": TEXT,
    "devices.arrival": TEXT,
    "devices.arrival_words": TEXT,
    "devices.confiscators": WORDS,
    "devices.safe_keeping": YES_NO,
    "devices.return_to": TEXT,
    "devices.return_due": TEXT,
    "devices.search_by": WORDS,
    "devices.search_consent": TEXT,
    "devices.search_consent_words": TEXT,
    "devices.search_presence": WORDS,
    "devices.confiscation_basis": TEXT,
    "ypsi.viewer": WORDS,
    "ypsi.parents_rule": TEXT,
    "ypsi.police_rule": TEXT,
    "ypsi.deletion": TEXT,
    "ocsae.police_rule": TEXT,
    "evidence.screenshots": YES_NO,
    "hate.reporting_site": TEXT,
    "terror.reporting_site": TEXT,
    "filter.supplier": TEXT,
    "filter.categories": WORDS,
    "filter.unblock_approver": WORDS,
    "monitoring.supplier": TEXT,
    "policy.review_months": NUMBER,
    "governors.report_cadence": TEXT,
    "working_group.cadence": TEXT,
    "training.staff_months": NUMBER,
    "aup.kinds": WORDS,
    "access.parent_permission": TEXT,
    "pupil.accounts_from": TEXT,
    "pupil.email": TEXT,
    "staff.device_rule": TEXT,
    "staff.photo_rule": TEXT,
    "relationship.approvers": WORDS,
    "visitors.aup": TEXT,
    "images.names": TEXT,
    "images.editor": TEXT,
    "video.enabled": YES_NO,
    "exams.body": TEXT,
    "social_media.min_age": NUMBER,
    "lowlevel.retention": TEXT,
    "public.ceop_button": YES_NO,
    "public.pupil_box": YES_NO,
    # what a child's tablet shows after "Hide this page"
    "public.away_page": TEXT,
    "session.idle_minutes": NUMBER,
    "session.tablet_idle_minutes": NUMBER,
    **{f"contacts.{who}.{fact}": kind for who in CONTACTS for fact, kind in CONTACT_FACTS.items()},
    # where the link goes of a case that nobody at school may read
    "contacts.lado.email": TEXT,
    "links.ceop": TEXT,
    "links.childline": TEXT,
    "links.iwf": TEXT,
    "links.council": TEXT,
    # the school's own papers, where it has put them on its website
    "links.policy": TEXT,
    "links.complaints": TEXT,
}

# Fixed choices, where the software itself decides by the word.
CHOICES: Mapping[str, frozenset[str]] = {
    "public.away_page": frozenset({"times_tables", "spellings", "planets"}),
    "devices.arrival": frozenset({"class_teacher", "office_by_permission", "office"}),
    "devices.confiscators": frozenset({"any_staff", "head", "dsl", "ddsl", "slt"}),
    "devices.search_consent": frozenset({"required", "sought", "not_required"}),
    "devices.return_to": frozenset({"guardian"}),
    "devices.return_due": frozenset({"end_of_school_day"}),
    "ypsi.viewer": frozenset({"dsl", "ddsl"}),
}

# A school may be stricter than these, never laxer (column "limit").
LARGEST = {
    "policy.review_months": 12,
    "training.staff_months": 12,
    "session.idle_minutes": 15,
    "session.tablet_idle_minutes": 5,
}
SMALLEST = {
    "social_media.min_age": 13,
    "session.idle_minutes": 1,
    "session.tablet_idle_minutes": 1,
    "policy.review_months": 1,
    "training.staff_months": 1,
}
NEVER_EMPTY = frozenset({"notify.out_of_hours", "devices.confiscators", "devices.search_presence"})
NEVER_OFF = frozenset({"public.ceop_button"})

ProfileSettings = dict[str, Any]


@dataclass(frozen=True)
class SchoolInForce:
    """A school with the profile it works by today."""

    id: UUID
    name: str
    short_name: str
    urn: str
    local_authority: str
    time_zone: str
    profile: dict[str, Any]
    profile_version: int


@dataclass(frozen=True)
class SchoolForStaff(SchoolInForce):
    """A school as its staff see it: with the names of those who lead on safeguarding."""

    leads: list[str]


@dataclass(frozen=True)
class Page:
    """What a poster's letters lead to."""

    code: str
    school_id: UUID
    class_id: UUID | None
    class_name: str | None
    lane: str | None
