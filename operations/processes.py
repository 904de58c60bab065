"""One part of a running Lantern as an operating-system process: start, end, read its log."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from operations.environment import REPOSITORY
from operations.readiness import ports_from

# A request that is under way may end; a long poll (the inbox's stream) is cut.
GRACE_SECONDS = 6.0
LARGEST_LOG_BYTES = 5_000_000
SERVICES = ("accounts", "reporting", "notifications", "devices")


@dataclass(frozen=True)
class Part:
    """What to start: a name people know and the command after the interpreter."""

    name: str
    arguments: tuple[str, ...]


def web_part(name: str, factory: str, port: int) -> Part:
    """Return a web part under uvicorn: loopback only, no log line per request (T23)."""
    options = f"--factory {factory} --host 127.0.0.1 --port {port} --loop uvloop --http httptools"
    quiet = "--no-access-log --no-server-header --log-level warning --timeout-graceful-shutdown 3"
    return Part(name, ("-m", "uvicorn", *options.split(), *quiet.split()))


def all_parts(front_door: int) -> tuple[Part, ...]:
    """Return every part of the demo in the order in which they are started."""
    ports = ports_from(front_door)
    mail = ("-m", "operations.mailbox", str(ports["mail"]), str(ports["mailbox"]))
    return (
        Part("mail", mail),
        *(web_part(name, f"services.{name}.main:create_app", ports[name]) for name in SERVICES),
        Part("worker", ("-m", "operations", "worker")),
        web_part("frontend", "frontend.main:create_app", ports["frontend"]),
    )


class RunningPart:
    """A started part. Its output goes to `<logs>/<name>.log`."""

    def __init__(self, part: Part, environment: Mapping[str, str], logs: Path) -> None:
        """Prepare; nothing runs until `start`."""
        self.name = part.name
        self.log = logs / f"{part.name}.log"
        self._command = [sys.executable, *part.arguments]
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the process id; raises RuntimeError before the first start."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def ended_with(self) -> int | None:
        """Return the exit code, None while it runs or before it started."""
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches the demo only."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=REPOSITORY,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ask_to_end(self) -> None:
        """Ask the process to end in an orderly way."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process and what it started at once, as a power cut would."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def wait_for_end(self, seconds: float = GRACE_SECONDS) -> None:
        """Wait for the end that was asked for; after `seconds` it is forced."""
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return  # it ended between the look and the signal

    def tail(self, lines: int = 15) -> str:
        """Return the end of its log."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""
