"""What is worked out and never typed: facts from the school's profile, the people and the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_NO_RECORD: Final = ("", "none")
Settings = Mapping[str, object]
# The settings that decide which steps there are; a case keeps them as they stood at triage.
DECIDING: Final = ("roles.head_is_dsl", "devices.confiscators", "record.external")


@dataclass(frozen=True)
class Standing:
    """What the case itself says; None where it is not decided yet."""

    severity: str
    head_is_subject: bool
    dsl_is_subject: bool
    parents_told: bool | None


def facts_of(settings: Settings, standing: Standing) -> dict[str, bool | None]:
    """Return every derived fact; a setting that the profile lacks is taken as the stricter one."""
    head_is_dsl = settings.get("roles.head_is_dsl") is True
    confiscators = settings.get("devices.confiscators", ["head"])
    return {
        "head_is_subject": standing.head_is_subject,
        "dsl_is_subject": standing.dsl_is_subject,
        "head_is_dsl": head_is_dsl,
        "dsl_not_head": not head_is_dsl,
        "head_must_confiscate": confiscators == ["head"],
        "external_record_used": settings.get("record.external") not in _NO_RECORD,
        "parents_told": standing.parents_told,
        "severity_high": standing.severity in {"critical", "high"},
    }


def settings_shown(settings: Settings, wanted: tuple[str, ...]) -> dict[str, object]:
    """Return what the profile says to each of a procedure's settings; contacts as name and number.

    What the school has not filled in is shown as None, so that its page can say so (G-33).
    """
    return {key: _setting(settings, key) for key in wanted}


def _setting(settings: Settings, key: str) -> object:
    if key.startswith("contacts."):
        facts = [settings.get(f"{key}.{part}") for part in ("name", "phone")]
        return ", ".join(str(one) for one in facts if one) or None
    return settings.get(key)
