"""See to it that nothing outlives the demo, even where the demo itself is killed.

A small process that reads lines from the one that started it: `part <pid>`, `gone <pid>`,
`postgres <data folder>`. When that pipe closes, its starter has ended: what is still listed
is asked to end, and forced after a few seconds. Standard library only; it stays small.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

GRACE_SECONDS = 5.0


class Warden:
    """The starter's side: tells the watching process what there is."""

    def __init__(self) -> None:
        """Start the watching process in a session of its own, where no Ctrl-C reaches it."""
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-E", str(Path(__file__).resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def tell(self, word: str, what: object) -> None:
        """Tell it one line, such as `part 4711`."""
        pipe = self._process.stdin
        if pipe is None or pipe.closed:
            return
        try:
            pipe.write(f"{word} {what}\n".encode())
            pipe.flush()
        except BrokenPipeError:
            return  # somebody ended the warden; the orderly end does not depend on it

    def dismiss(self) -> None:
        """Close the pipe: what is still listed is ended; wait until that is done."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


def listen() -> tuple[set[int], Path | None]:
    """Return, once the starter has ended, the parts and the database still listed."""
    parts: set[int] = set()
    data_dir = None
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "part":
            parts.add(int(rest))
        elif word == "gone":
            parts.discard(int(rest))
        elif word == "postgres":
            data_dir = Path(rest) if rest else None
    return parts, data_dir


def send(group: int, number: int) -> bool:
    """Signal a process group (0 only asks); tell whether it was there."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def end_parts(parts: set[int]) -> None:
    """Ask the parts to end and force those that do not within the grace."""
    left = {group for group in parts if send(group, signal.SIGTERM)}
    until = time.monotonic() + GRACE_SECONDS
    while left and time.monotonic() < until:
        time.sleep(0.1)
        left = {group for group in left if send(group, 0)}
    for group in left:
        send(group, signal.SIGKILL)


def end_database(data_dir: Path, seconds: float = GRACE_SECONDS) -> None:
    """Ask the PostgreSQL of a data folder for a fast, clean shutdown and wait for it."""
    pid_file = data_dir / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
        os.kill(pid, signal.SIGINT)
    except (OSError, ValueError, IndexError):
        return
    until = time.monotonic() + seconds
    while pid_file.exists() and time.monotonic() < until:
        time.sleep(0.1)


def main() -> None:
    """Wait for the starter's end, then end what it left."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    parts, data_dir = listen()
    end_parts(parts)
    if data_dir is not None:
        end_database(data_dir)


if __name__ == "__main__":
    main()
