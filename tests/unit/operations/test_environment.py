from pathlib import Path

import pytest

from operations.environment import DATABASE_ROLES, Site, role_url

SOCKET = "postgresql+asyncpg://postgres@/lantern?host=/somewhere/run"


def test_each_role_has_its_own_address_on_the_same_database() -> None:
    variables = Site(Path("/somewhere"), 9000, SOCKET).variables()

    for name, role in DATABASE_ROLES.items():
        url = variables[f"LANTERN_{name}_DATABASE_URL"]
        assert url == f"postgresql+asyncpg://{role}@/lantern?host=/somewhere/run"


def test_a_trial_databases_password_is_kept_for_every_role() -> None:
    given = "postgresql+asyncpg://postgres:pass%2Fword@db:5432/one"

    assert role_url(given, "lantern_owner") == (
        "postgresql+asyncpg://lantern_owner:pass%2Fword@db:5432/one"
    )


def test_the_callers_own_lantern_variables_do_not_leak_into_a_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANTERN_CLOCK_FILE", "/somewhere/clock")
    monkeypatch.setenv("LANTERN_ISSUER", "somebody-else")

    complete = Site(Path("/somewhere"), 9000, SOCKET).complete()

    assert "LANTERN_CLOCK_FILE" not in complete
    assert "LANTERN_ISSUER" not in complete
    assert complete["PATH"]


def test_only_a_site_with_a_clock_file_moves_the_clock() -> None:
    moving = Site(Path("/somewhere"), 9000, SOCKET, "test", Path("/somewhere/clock"))

    assert moving.variables()["LANTERN_CLOCK_FILE"] == "/somewhere/clock"
    assert "LANTERN_CLOCK_FILE" not in Site(Path("/somewhere"), 9000, SOCKET).variables()
