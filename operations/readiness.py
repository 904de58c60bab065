"""What must hold before anything is started or installed: disk, ports, Python's own parts.

Standard library only: `operations.bootstrap` uses it before anything is installed.
"""

import fcntl
import importlib.util
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import TextIO

# The environment, PostgreSQL, Node and its packages, and room for data; measured at 1.1 GB.
NEEDED_BYTES = 1_500_000_000

# The front door's port and, from it, the port of each part (architecture.md 9).
PORT_OFFSETS = {
    "frontend": 0,
    "accounts": 101,
    "reporting": 102,
    "notifications": 103,
    "devices": 104,
    "mail": 105,
    "mailbox": 106,
}
LAST_PORT = 65535


class NotReady(Exception):
    """Something the machine must bring is missing; the text is one sentence for a person."""


def ports_from(front_door: int) -> dict[str, int]:
    """Return the port of every part for a front door at `front_door`.

    Raises NotReady where one would fall outside 1 to 65535.
    """
    ports = {part: front_door + offset for part, offset in PORT_OFFSETS.items()}
    if front_door < 1 or max(ports.values()) > LAST_PORT:
        highest = LAST_PORT - max(PORT_OFFSETS.values())
        raise NotReady(f"LANTERN_PORT must be a whole number from 1 to {highest}.")
    return ports


def read_port(text: str) -> int:
    """Return the port written as `text`; raises NotReady where it is no number."""
    if not text.isascii() or not text.isdigit():
        raise NotReady(f'LANTERN_PORT must be a whole number, and is "{text}".')
    port = int(text)
    ports_from(port)
    return port


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def require_free_ports(front_door: int) -> None:
    """Raise NotReady naming the first port that another program holds."""
    for part, port in ports_from(front_door).items():
        if not is_free(port):
            raise NotReady(
                f"Port {port} ({part}) cannot be used, another program may hold it: end that "
                f"program, or choose another front door, for example LANTERN_PORT="
                f"{another_door(front_door)}; nothing was started."
            )


def another_door(front_door: int) -> int:
    """Return a front door near the wanted one where every port is free."""
    for candidate in range(front_door + 1000, LAST_PORT - 200, 1000):
        if all(is_free(port) for port in ports_from(candidate).values()):
            return candidate
    return 8000


def require_disk(folder: Path, needed: int = NEEDED_BYTES) -> None:
    """Raise NotReady where the disk of `folder` (or its first existing parent) is too full."""
    standing = next(part for part in (folder, *folder.parents) if part.exists())
    free = shutil.disk_usage(standing).free
    if free < needed:
        raise NotReady(
            f"Set-up needs {needed / 1e9:.1f} GB of free disk for {folder} and finds "
            f"{free / 1e9:.1f} GB: make room or set LANTERN_HOME to another disk; "
            "nothing was changed."
        )


def require_environments() -> None:
    """Raise NotReady where this Python can neither make an environment nor fill it."""
    if importlib.util.find_spec("venv") is None:
        raise NotReady(
            "This Python has no venv module: install it (Debian and Ubuntu: apt-get install "
            "python3-venv) and run the command again."
        )
    if importlib.util.find_spec("ensurepip") is None and importlib.util.find_spec("pip") is None:
        raise NotReady(
            "This Python has neither ensurepip nor pip: install one (Debian and Ubuntu: apt-get "
            "install python3-venv) and run the command again."
        )


# Held open until the process ends: the front doors that this process chose for itself.
_chosen: list[TextIO] = []


def free_front_door(first: int = 21000, last: int = 29000) -> int:
    """Return a front door such that it and every part's port can be listened on now.

    For a Lantern that is measured or tested beside another. Whoever chose one holds it until its
    process ends, so two test runs never choose the same. Raises NotReady where none is free.
    """
    folder = Path(tempfile.gettempdir()) / f"lantern-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    for port in range(first, last, 10):
        if all(is_free(one) for one in ports_from(port).values()) and _choose(folder / str(port)):
            return port
    raise NotReady(f"No free ports between {first} and {last}.")


def _choose(mark: Path) -> bool:
    """Tell whether no other process holds this mark, and hold it."""
    held = mark.open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        return False
    _chosen.append(held)
    return True
