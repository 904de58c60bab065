"""Which lines of a school may stand on open pages: pure (D-7.6-3, A-1.14-3, D-7.9-3)."""

from collections.abc import Mapping
from typing import Final

from services.accounts.schools.rules import why_not_setting

# Each line, the key of the profile behind it, and what a page calls it.
LINES: Final[Mapping[str, tuple[str, str]]] = {
    "vision": ("school.vision", "The vision"),
    "values": ("school.values", "The values"),
    "address": ("public.address", "The address"),
    "email": ("public.email", "The e-mail address"),
    "phone": ("public.phone", "The telephone number"),
    "policy": ("links.policy", "The address of the policy"),
    "complaints": ("links.complaints", "The address of the complaints procedure"),
}
# What the policy in plain words says of the school to everybody: how it works, nobody's name.
POLICY_KEYS: Final = (
    *("wording.area_name", "governors.report_cadence", "policy.review_months"),
    *("devices.arrival_words", "devices.search_consent_words", "staff.device_rule"),
    *("filter.supplier", "monitoring.supplier", "social_media.min_age"),
)
CHANGED_BEFORE: Final = (
    "Somebody has changed the school's settings since you opened this page. Look at them again."
)


def what_is_wrong(lines: Mapping[str, object]) -> dict[str, str]:
    """Return a sentence for each line that must not stand on an open page."""
    wrong = {name: why_not_setting(key, lines[name]) for name, (key, _) in LINES.items()}
    return {name: f"{LINES[name][1]} {why}." for name, why in wrong.items() if why}


def settings_of(lines: Mapping[str, object]) -> dict[str, object]:
    """Return the lines under the keys of the profile."""
    return {key: lines[name] for name, (key, _) in LINES.items()}


def lines_of(profile: Mapping[str, object]) -> dict[str, object]:
    """Return the lines of a profile; one stored before a key was known says nothing there."""
    return {
        name: profile.get(key, [] if name == "values" else "") for name, (key, _) in LINES.items()
    }


def policy_facts(profile: Mapping[str, object]) -> dict[str, str]:
    """Return what the profile says to the policy in plain words; "" where it says nothing."""
    return {key: str(profile.get(key) or "") for key in POLICY_KEYS}
