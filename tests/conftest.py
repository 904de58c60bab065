"""What every test may ask for: a real database, secrets, settings of a service."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from filelock import FileLock

from services.shared import clock
from tests.database import TestDatabase, TestServer, copy_template, make_template, start_server

pytest_plugins = ["tests.traceability"]

SECRETS = ("master.key", "audit.key", "come_back.key", "web.key")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


RUN = "LANTERN_TEST_RUN"


def pytest_configure() -> None:
    # Not pytest's own folder: as root the wheel's PostgreSQL runs as another user, and every
    # further pytest on the machine shuts that folder to others again.
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ[RUN] = mkdtemp(prefix="lantern-test-")
        Path(os.environ[RUN]).chmod(0o755)


def pytest_unconfigure() -> None:
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        shutil.rmtree(os.environ.pop(RUN), ignore_errors=True)


@pytest.fixture(scope="session")
def run_dir() -> Path:
    """A folder that all workers of this run share."""
    return Path(os.environ[RUN])


@pytest.fixture(scope="session")
def server(run_dir: Path) -> Iterator[TestServer]:
    # The wheel counts who uses the server: the last worker to leave stops it.
    with FileLock(run_dir / "server.lock"):
        started = start_server(run_dir / "pg")
        one = started.__enter__()
    yield one
    with FileLock(run_dir / "server.lock"):
        started.__exit__(None, None, None)


@pytest.fixture(scope="session")
def template(server: TestServer, run_dir: Path) -> str:
    with FileLock(run_dir / "template.lock"):
        noted = run_dir / "template.name"
        if not noted.exists():
            noted.write_text(make_template(server))
        return noted.read_text()


@pytest.fixture(scope="session")
def database(server: TestServer, template: str, run_dir: Path) -> TestDatabase:
    """This worker's database; tests keep apart by making a school each."""
    with FileLock(run_dir / "template.lock"):
        return copy_template(server, template)


@pytest.fixture(scope="session")
def secrets_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    for name in SECRETS:
        (folder / name).write_text(secrets.token_hex(32))
    (folder / "signing").mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "signing" / "k1.pem").write_bytes(pem)
    return folder


@pytest.fixture(scope="session")
def settings_values(
    database: TestDatabase, secrets_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Every setting any service may ask for; pass it as keywords: ReportingSettings(**values)."""
    services = ("accounts", "reporting", "notifications", "devices", "sealer")
    urls = {f"{name}_database_url": database.url(f"{name}_service") for name in services}
    return {
        **urls,
        "owner_database_url": database.url("lantern_owner"),
        "environment": "test",
        "secrets_dir": secrets_dir,
        "cache_dir": tmp_path_factory.mktemp("cache"),
        "audit_heads_dir": tmp_path_factory.mktemp("audit-heads"),
        "jwks_url": "http://127.0.0.1:9/.well-known/jwks.json",
        "public_url": "http://127.0.0.1:8000",
        "smtp_host": "127.0.0.1",
        "smtp_port": 9,
        "smtp_tls": "none",
        "mail_from": "lantern@school.example",
    }


@pytest.fixture
def movable_clock(tmp_path: Path) -> Iterator[Path]:
    """A file; the number of seconds written to it moves the product's clock."""
    file = tmp_path / "clock"
    clock.make_movable(file)
    yield file
    clock.fix()
