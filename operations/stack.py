"""A whole running Lantern: PostgreSQL, the four services, worker, front end and mailbox.

The demo, the browser tests and the scoreboard start and stop it through here.
"""

import fcntl
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from operations.environment import REPOSITORY, SUPERUSER, Site
from operations.keys import make_secrets
from operations.postgres import EmbeddedPostgres
from operations.processes import Part, RunningPart, all_parts
from operations.readiness import NotReady, require_free_ports
from operations.warden import Warden, end_database

READY_SECONDS = 60.0
POLL_SECONDS = 0.1
MIGRATION_SECONDS = 300


class DidNotStart(Exception):
    """A part ended or never became ready; the text names it and shows the end of its log."""


def _silent(_sentence: str) -> None:
    """Say nothing."""


class Stack:
    """A Lantern on one home and front door. Enter through `running_stack`."""

    def __init__(self, site: Site, warden: Warden, say: Callable[[str], None] = _silent) -> None:
        """Prepare the parts of `site`; nothing runs until `start`."""
        self.site = site
        self.warden = warden
        self.say = say
        self.environment = site.complete()
        logs = site.home / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        self.parts = {
            part.name: RunningPart(part, self.environment, logs) for part in all_parts(site.port)
        }

    @property
    def url(self) -> str:
        """Return the front door's address."""
        return self.site.url

    def process(self, name: str) -> RunningPart:
        """Return a part: mail accounts reporting notifications devices worker or frontend."""
        return self.parts[name]

    def run_verb(self, *words: str) -> str:
        """Run a `lantern` verb to its end and return what it printed.

        Raises DidNotStart with its last lines where it fails.
        """
        finished = subprocess.run(
            [sys.executable, "-m", "operations", *words],
            cwd=REPOSITORY,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=MIGRATION_SECONDS,
        )
        if finished.returncode != 0:
            tail = "\n".join((finished.stdout + finished.stderr).strip().splitlines()[-20:])
            raise DidNotStart(f"{tail}\nlantern {' '.join(words)} failed; the lines above say why.")
        return finished.stdout

    def start(self) -> None:
        """Start every part and wait until the front door says that all are ready."""
        for name in self.parts:
            self.restart(name)
        self.wait_until_ready()

    def restart(self, name: str) -> None:
        """End a part if it runs, and start it; it may not be ready yet on return."""
        part = self.parts[name]
        if part.is_running:
            part.ask_to_end()
            part.wait_for_end()
        self._forget(part)
        part.start()
        self.warden.tell("part", part.pid)

    def replace(self, part: Part) -> None:
        """Run another command in the place of the part of the same name (scoreboard's faults)."""
        old = self.parts[part.name]
        old.ask_to_end()
        old.wait_for_end()
        self._forget(old)
        self.parts[part.name] = RunningPart(part, self.environment, self.site.home / "logs")
        self.restart(part.name)

    def kill(self, name: str) -> None:
        """End a part as a power cut would; it stays down until `restart`."""
        part = self.parts[name]
        part.kill()
        self._forget(part)

    def _forget(self, part: RunningPart) -> None:
        if part.ended_with is not None:
            self.warden.tell("gone", part.pid)

    def health(self) -> dict[str, Any] | None:
        """Return what the front door says of every part once all are ready, None until then."""
        try:
            with urllib.request.urlopen(self.url + "/health", timeout=5) as answer:  # noqa: S310  our own loopback address
                told: dict[str, Any] = json.load(answer)
        except (OSError, ValueError):
            return None
        return told

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Wait for 200 from `GET /health` at the front door.

        Raises DidNotStart as soon as a part ends by itself, or after `seconds`.
        """
        until = time.monotonic() + seconds
        while self.health() is None:
            self._require_alive()
            if time.monotonic() > until:
                raise DidNotStart(f"After {seconds:.0f} s: {self._why_not_ready()}")
            time.sleep(POLL_SECONDS)

    def _require_alive(self) -> None:
        for part in self.parts.values():
            if part.ended_with is not None:
                raise DidNotStart(f"{part.tail()}\n{part.name} ended with {part.ended_with}.")

    def _why_not_ready(self) -> str:
        try:
            with urllib.request.urlopen(self.url + "/health", timeout=5) as answer:  # noqa: S310  our own loopback address
                return str(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.read().decode(errors="replace")
        except OSError as unreachable:
            return f"{unreachable}\n{self.parts['frontend'].tail()}"

    def stop(self) -> None:
        """End every part: those that people use first, the mailbox last."""
        in_order = list(reversed(self.parts.values()))
        for part in in_order:
            part.ask_to_end()
        for part in in_order:
            part.wait_for_end()
            self._forget(part)


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Let one stack at a time run on a home; raises NotReady for a second."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "stack.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotReady(f"A Lantern already runs on {home}: end it first.") from None
        yield


@contextmanager
def _own_database(home: Path, warden: Warden) -> Iterator[str]:
    """Run the home's own PostgreSQL; yield its superuser's address."""
    server = EmbeddedPostgres(home)
    warden.tell("postgres", server.data_dir)
    address = server.start()
    try:
        yield address.url(SUPERUSER)
    finally:
        server.stop()
        # The wheel counts users by process id, and one that was killed is counted for ever.
        end_database(server.data_dir)
        warden.tell("postgres", "")


@contextmanager
def running_stack(
    home: Path,
    port: int,
    *,
    demo_data: bool = True,
    superuser_url: str | None = None,
    clock_file: Path | None = None,
) -> Iterator[Stack]:
    """Run a whole Lantern on `home` and `port`; yield it ready, end all of it on leaving.

    Its database is the home's own PostgreSQL unless `superuser_url` names another, already
    prepared to be migrated. A `clock_file` makes the product's clock movable (tests only).
    Raises NotReady before anything is started where a port or the home is taken, and
    DidNotStart where a part fails.
    """
    with ExitStack() as ending:
        warden = ending.enter_context(watched())
        site = ending.enter_context(
            prepared_site(home, port, warden, superuser_url=superuser_url, clock_file=clock_file)
        )
        stack = Stack(site, warden)
        ending.callback(stack.stop)
        bring_up(stack, demo_data=demo_data)
        yield stack


@contextmanager
def watched() -> Iterator[Warden]:
    """Yield a warden; leaving ends whatever it was told of and never told was gone."""
    warden = Warden()
    try:
        yield warden
    finally:
        warden.dismiss()


@contextmanager
def prepared_site(
    home: Path,
    port: int,
    warden: Warden,
    *,
    superuser_url: str | None = None,
    clock_file: Path | None = None,
) -> Iterator[Site]:
    """Yield the site with its secrets made and its database running."""
    require_free_ports(port)
    home = home.resolve()
    environment = "demo" if clock_file is None else "test"
    with held(home), ExitStack() as ending:
        make_secrets(home / "secrets")
        for folder in ("cache", "audit-heads", "logs"):
            (home / folder).mkdir(exist_ok=True)
        address = superuser_url or ending.enter_context(_own_database(home, warden))
        yield Site(home, port, address, environment, clock_file)


def bring_up(stack: Stack, *, demo_data: bool) -> None:
    """Migrate, seed an empty database where wanted, start every part and wait for health."""
    stack.say("Bringing the database up to date")
    stack.run_verb("migrate")
    if demo_data:
        stack.say("Looking after the two demo schools")
        stack.run_verb("seed")
    stack.say("Starting " + ", ".join(stack.parts))
    stack.start()
