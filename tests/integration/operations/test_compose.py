"""docker-compose.yml against the settings classes, both ways."""

import importlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from operations.environment import DATABASE_ROLES, REPOSITORY
from services.shared.settings import ServiceSettings

COMPOSE: dict[str, Any] = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())
SETTINGS = {
    "accounts": "services.accounts.settings",
    "reporting": "services.reporting.settings",
    "notifications": "services.notifications.settings",
    "devices": "services.devices.settings",
    "frontend": "frontend.settings",
    "worker": "operations.worker",
}


def settings_of(part: str) -> type[ServiceSettings]:
    module = importlib.import_module(SETTINGS[part])
    found = [
        one
        for one in vars(module).values()
        if isinstance(one, type)
        and issubclass(one, ServiceSettings)
        and one.__module__ == module.__name__
    ]
    assert len(found) == 1
    return found[0]


def variables(part: str) -> set[str]:
    return set(COMPOSE["services"][part]["environment"])


def named(fields: set[str]) -> set[str]:
    return {f"LANTERN_{field.upper()}" for field in fields}


@pytest.mark.parametrize("part", SETTINGS)
def test_every_setting_without_a_default_is_in_the_compose_file(part: str) -> None:
    fields = settings_of(part).model_fields
    required = {name for name, field in fields.items() if field.is_required()}

    assert named(required) <= variables(part)


@pytest.mark.parametrize("part", SETTINGS)
def test_the_compose_file_sets_nothing_that_no_setting_reads(part: str) -> None:
    assert variables(part) <= named(set(settings_of(part).model_fields))


def test_migration_knows_every_role_and_each_part_only_its_own() -> None:
    urls = {f"LANTERN_{name}_DATABASE_URL": role for name, role in DATABASE_ROLES.items()}

    assert urls.keys() <= variables("migrate")
    for part in (*SETTINGS, "migrate"):
        for name, text in COMPOSE["services"][part]["environment"].items():
            if name in urls:
                assert text.startswith(f"postgresql+asyncpg://{urls[name]}:${{")
    for part in SETTINGS.keys() - {"worker"}:
        held = urls.keys() & variables(part)
        assert held <= {f"LANTERN_{part.upper()}_DATABASE_URL"}


def test_no_secret_has_a_value_or_a_default_in_the_repository() -> None:
    example = (REPOSITORY / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in example if line and not line.startswith("#"))
    text = (REPOSITORY / "docker-compose.yml").read_text()

    secrets = [name for name in given if "PASSWORD" in name]
    assert len(secrets) == len(DATABASE_ROLES)
    for name in secrets:
        assert given[name] == ""
        assert f"${{{name}:?" in text
        assert f"${{{name}:-" not in text


def test_every_part_runs_what_exists() -> None:
    for part in SETTINGS.keys() - {"worker"}:
        command = COMPOSE["services"][part]["command"]
        module, _, factory = command[command.index("--factory") + 1].partition(":")
        assert callable(getattr(importlib.import_module(module), factory))


def test_docker_compose_accepts_the_file(tmp_path: Path) -> None:
    found = shutil.which("docker-compose")
    if found is None:
        pytest.skip("no docker-compose on this machine")
    filled = tmp_path / "env"
    lines = (REPOSITORY / ".env.example").read_text().splitlines()
    filled.write_text("\n".join(f"{line}abc" if line.endswith("=") else line for line in lines))

    told = subprocess.run(
        [found, "--env-file", str(filled), "-f", str(REPOSITORY / "docker-compose.yml"), "config"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr
    assert set(SETTINGS) <= set(yaml.safe_load(told.stdout)["services"])
