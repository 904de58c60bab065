"""`lantern doctor`: look at the machine and at this Lantern, and say what is wrong and what to do.

Exits 1 where something is wrong. Reads only; a Lantern that is not running is not a fault.
"""

import asyncio
import json
import os
import stat
import urllib.error
import urllib.request
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from operations.browser import find_browser
from operations.environment import SUPERUSER, address, role_url, working_environment
from operations.keys import SYMMETRIC_KEYS
from operations.readiness import NotReady, is_free, ports_from, read_port, require_disk
from services.shared.migrations import plain_address

# Room to go on working; set-up itself asks for more.
WORKING_BYTES = 300_000_000
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    is_well: bool
    sentence: str


def well(sentence: str) -> Finding:
    """Return a finding that needs nobody."""
    return Finding(is_well=True, sentence=sentence)


def wrong(sentence: str) -> Finding:
    """Return a finding that somebody must act on."""
    return Finding(is_well=False, sentence=sentence)


def look_at_disk(home: Path, _port: int) -> Iterator[Finding]:
    """Tell whether there is room to go on."""
    try:
        require_disk(home, WORKING_BYTES)
    except NotReady:
        yield wrong(f"the disk of {home} is nearly full: make room")
    else:
        yield well("there is room on the disk")


def look_at_secrets(home: Path, _port: int) -> Iterator[Finding]:
    """Tell whether every key stands and only its owner may read it."""
    folder = home / "secrets"
    signing = list((folder / "signing").glob("*.pem"))
    missing = [name for name in SYMMETRIC_KEYS if not (folder / name).is_file()]
    if missing or not signing:
        names = ", ".join([*missing, *([] if signing else ["a signing key"])])
        yield wrong(f"{folder} lacks {names}: run make setup")
    standing = [folder / name for name in SYMMETRIC_KEYS if name not in missing] + signing
    for key in standing:
        if key.stat().st_mode & OTHERS:
            yield wrong(f"others may read {key}: chmod 600 it and change the key")
    if standing and not missing:
        yield well(f"{len(standing)} keys stand")


def look_at_parts(_home: Path, port: int) -> Iterator[Finding]:
    """Tell what the front door says of every part, if anything listens there."""
    if is_free(port):
        yield well(f"nothing runs at {address(port)} (make demo starts it)")
        taken = [f"{one} ({part})" for part, one in ports_from(port).items() if not is_free(one)]
        if taken:
            yield wrong(f"another program holds port {', '.join(taken)}")
        return
    try:
        with urllib.request.urlopen(address(port) + "/health", timeout=10) as answer:  # noqa: S310  our own loopback address
            told = json.load(answer)
    except urllib.error.HTTPError as refused:
        yield wrong(f"not every part is ready: {refused.read().decode(errors='replace')}")
    except (OSError, ValueError):
        yield wrong(f"port {port} is held by something that is no Lantern")
    else:
        yield well(f"every part is ready: {', '.join(told.get('parts', told))}")


async def _held_jobs(superuser_url: str) -> int:
    connection = await asyncpg.connect(plain_address(superuser_url), timeout=10)
    try:
        if await connection.fetchval("SELECT to_regclass('queue.pgqueuer')") is None:
            return 0
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM queue.pgqueuer WHERE status::text IN ('exception', 'failed')"
            )
        )
    finally:
        await connection.close()


def look_at_database(home: Path, port: int) -> Iterator[Finding]:
    """Tell whether the database answers and whether any job is held for a person to look at."""
    if "LANTERN_SECRETS_DIR" not in os.environ and not (home / "postgres" / "PG_VERSION").exists():
        yield well("there is no demo database yet (make demo makes it)")
        return
    try:
        with working_environment(home, str(port)):
            owner = os.environ["LANTERN_OWNER_DATABASE_URL"]
            url = os.environ.get("LANTERN_SUPERUSER_DATABASE_URL", role_url(owner, SUPERUSER))
            held = asyncio.run(_held_jobs(url))
    except (OSError, asyncpg.PostgresError, KeyError) as silent:
        yield wrong(f"the database does not answer: {silent}")
        return
    yield well("the database answers")
    if held:
        yield wrong(f"{held} jobs are held: what they should have told was not told")


def look_at_browser(home: Path, _port: int) -> Iterator[Finding]:
    """Tell whether the tests have a browser."""
    browser = find_browser(home)
    told = f"the tests' browser is {browser}" if browser else "no browser yet (make test gets one)"
    yield well(told)


LOOKS: tuple[Callable[[Path, int], Iterator[Finding]], ...] = (
    look_at_disk,
    look_at_secrets,
    look_at_database,
    look_at_parts,
    look_at_browser,
)


def main(arguments: Namespace) -> int:
    """Look at everything; return 1 where something is wrong."""
    port = read_port(arguments.port)
    findings = [finding for look in LOOKS for finding in look(arguments.home, port)]
    for finding in findings:
        print(("well   " if finding.is_well else "WRONG  ") + finding.sentence)
    return 0 if all(finding.is_well for finding in findings) else 1
