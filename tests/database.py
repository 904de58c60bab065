"""Real PostgreSQL for the tests: TEST_DATABASE_URL, else testcontainers, else the wheel.

One server serves the whole run; every xdist worker gets a database of its own, copied from one
template that was migrated once.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from subprocess import DEVNULL, run
from uuid import uuid4

import asyncpg
from sqlalchemy import make_url

from operations.postgres import EmbeddedPostgres
from services.shared.migrations import migrate_all, plain_address

SERVICES = ("accounts", "reporting", "notifications", "devices", "sealer")


@dataclass(frozen=True)
class TestServer:
    """A PostgreSQL server on which databases can be made."""

    __test__ = False
    superuser_url: str

    def url(self, database: str, role: str | None = None) -> str:
        """Return the address of `database` for `role` (the superuser unless given)."""
        address = make_url(self.superuser_url).set(database=database)
        if role is not None:
            address = address.set(username=role)
        return address.render_as_string(hide_password=False)

    async def execute(self, statement: str) -> None:
        """Run one statement as the superuser, outside a transaction."""
        connection = await asyncpg.connect(plain_address(self.url("postgres")))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@dataclass(frozen=True)
class TestDatabase:
    """One migrated database and its addresses."""

    __test__ = False
    server: TestServer
    name: str

    def url(self, role: str) -> str:
        """Return the address for a database role."""
        return self.server.url(self.name, role)

    @property
    def superuser_url(self) -> str:
        """Return the address for the superuser."""
        return self.server.url(self.name)


def docker_answers() -> bool:
    """Say whether a Docker engine (not just its client) is there."""
    if which("docker") is None:
        return False
    return (
        run(["docker", "info"], stdout=DEVNULL, stderr=DEVNULL, check=False, timeout=20).returncode
        == 0
    )


@contextmanager
def start_server(folder: Path) -> Iterator[TestServer]:
    """Give a PostgreSQL server for this run; `folder` holds its data where the wheel is used."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield TestServer(given)
    elif docker_answers():
        from testcontainers.community.postgres import PostgresContainer

        image = PostgresContainer("postgres:18", driver="asyncpg").with_env(
            "POSTGRES_HOST_AUTH_METHOD", "trust"
        )
        with image as container:
            yield TestServer(container.get_connection_url())
    else:
        with EmbeddedPostgres(folder) as server:
            yield TestServer(server.start().url("postgres", "postgres"))


def make_template(server: TestServer) -> str:
    """Migrate a fresh database once; return its name, to be copied."""
    name = f"template_{uuid4().hex[:12]}"

    async def prepare() -> None:
        await server.execute(f"CREATE DATABASE {name}")
        await server.execute(f"GRANT CREATE ON DATABASE {name} TO PUBLIC")
        await migrate_all(server.url(name, "lantern_owner"), server.url(name))

    asyncio.run(prepare())
    return name


def copy_template(server: TestServer, template: str) -> TestDatabase:
    """Return a new database that looks like `template`."""
    name = f"test_{uuid4().hex[:12]}"
    asyncio.run(server.execute(f"CREATE DATABASE {name} TEMPLATE {template}"))
    return TestDatabase(server, name)
