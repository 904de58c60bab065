"""Read a school's profile from its YAML template, and say exactly where it is wrong."""

from pathlib import Path
from typing import Any

import yaml

from services.accounts.schools.errors import ProfileRefused
from services.accounts.schools.rules import why_not_setting, why_not_together
from services.accounts.schools.schemas import ProfileSettings

DEFINITIONS_DIR = Path(__file__).parent / "definitions"


def read_template(name: str) -> ProfileSettings:
    """Return the settings of the template `name`, such as `downs`; raises ProfileRefused."""
    return read_profile(DEFINITIONS_DIR / f"{name}.yaml")


def read_every_template() -> dict[str, ProfileSettings]:
    """Return all templates by name; raises ProfileRefused for the first that is wrong."""
    return {file.stem: read_profile(file) for file in sorted(DEFINITIONS_DIR.glob("*.yaml"))}


def read_profile(file: Path) -> ProfileSettings:
    """Return the settings in `file`; raises ProfileRefused naming file, line and key."""
    settings: ProfileSettings = {}
    loader = yaml.SafeLoader(file.read_text())
    try:
        _read_pairs(file, loader, settings)
    except yaml.YAMLError as error:
        raise ProfileRefused(f"{file.name} is not YAML: {error}") from error
    finally:
        loader.dispose()
    lacking = why_not_together(settings)
    if lacking:
        raise ProfileRefused(f"{file.name} {lacking}")
    return settings


def _read_pairs(file: Path, loader: yaml.SafeLoader, settings: ProfileSettings) -> None:
    node = loader.get_single_node()
    if not isinstance(node, yaml.MappingNode):
        raise ProfileRefused(f"{file.name}:1 must be keys and their settings")
    for key_node, setting_node in node.value:
        key: Any = loader.construct_object(key_node, deep=True)
        setting = loader.construct_object(setting_node, deep=True)
        why = "stands twice" if key in settings else why_not_setting(str(key), setting)
        if why:
            raise ProfileRefused(f"{file.name}:{key_node.start_mark.line + 1} {key} {why}")
        settings[key] = setting
