"""The whole environment of a running Lantern, computed in one place.

The demo, the tests and the scoreboard all take it from here, so that they run the same system.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from operations.postgres import EmbeddedPostgres
from operations.readiness import ports_from, read_port

REPOSITORY = Path(__file__).resolve().parent.parent
SUPERUSER = "postgres"
# Which role each LANTERN_<NAME>_DATABASE_URL connects as.
DATABASE_ROLES = {
    "ACCOUNTS": "accounts_service",
    "REPORTING": "reporting_service",
    "NOTIFICATIONS": "notifications_service",
    "DEVICES": "devices_service",
    "SEALER": "sealer_service",
    "OWNER": "lantern_owner",
    "SUPERUSER": SUPERUSER,
}


@dataclass(frozen=True)
class Site:
    """One running Lantern: where its state is, its front door, and its database's superuser.

    `superuser_url` is an SQLAlchemy address; the other roles' addresses differ in the role only.
    """

    home: Path
    port: int
    superuser_url: str
    environment: str = "demo"
    clock_file: Path | None = None

    @property
    def url(self) -> str:
        """Return the front door's address."""
        return address(self.port)

    def variables(self) -> dict[str, str]:
        """Return every LANTERN_ variable of every part, and nothing of the caller's own."""
        ports = ports_from(self.port)
        found = {
            "LANTERN_HOME": str(self.home),
            "LANTERN_PORT": str(self.port),
            "LANTERN_ENVIRONMENT": self.environment,
            "LANTERN_SECRETS_DIR": str(self.home / "secrets"),
            "LANTERN_CACHE_DIR": str(self.home / "cache"),
            "LANTERN_AUDIT_HEADS_DIR": str(self.home / "audit-heads"),
            "LANTERN_JWKS_URL": address(ports["accounts"]) + "/.well-known/jwks.json",
            "LANTERN_PUBLIC_URL": self.url,
            "LANTERN_SMTP_HOST": "127.0.0.1",
            "LANTERN_SMTP_PORT": str(ports["mail"]),
            "LANTERN_SMTP_TLS": "none",
            "LANTERN_MAIL_FROM": "lantern@lantern.invalid",
        }
        for service in ("accounts", "reporting", "notifications", "devices"):
            found[f"LANTERN_{service.upper()}_URL"] = address(ports[service])
        for name, role in DATABASE_ROLES.items():
            found[f"LANTERN_{name}_DATABASE_URL"] = role_url(self.superuser_url, role)
        if self.clock_file is not None:
            found["LANTERN_CLOCK_FILE"] = str(self.clock_file)
        return found

    def complete(self) -> dict[str, str]:
        """Return the caller's environment with every LANTERN_ variable replaced by ours."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("LANTERN_")}
        return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(REPOSITORY), **self.variables()}


def address(port: int) -> str:
    """Return the loopback address of a port."""
    return f"http://127.0.0.1:{port}"


def role_url(superuser_url: str, role: str) -> str:
    """Return the same database's address for another role.

    A password in the address is kept: trial databases that ask for one share it among roles.
    """
    parts = urlsplit(superuser_url)
    _, _, password = parts.netloc.rpartition("@")[0].partition(":")
    where = parts.netloc.rpartition("@")[2]
    who = f"{quote(role)}:{password}@" if password else f"{quote(role)}@"
    return urlunsplit(parts._replace(netloc=who + where))


def home_folder() -> Path:
    """Return LANTERN_HOME as an absolute path (default: .local in the repository)."""
    return (REPOSITORY / os.environ.get("LANTERN_HOME", ".local")).resolve()


@contextmanager
def working_environment(home: Path, port: str) -> Iterator[None]:
    """Give a verb the whole environment for as long as it runs.

    Where the caller set LANTERN_SECRETS_DIR (the demo's supervisor, a container), the caller's
    environment stands. Otherwise it is that of `home`, whose PostgreSQL is started if need be.
    """
    if "LANTERN_SECRETS_DIR" in os.environ:
        yield
        return
    server = EmbeddedPostgres(home)
    superuser_url = server.start().url(SUPERUSER)
    try:
        os.environ.update(Site(home, read_port(port), superuser_url).variables())
        yield
    finally:
        server.stop()
