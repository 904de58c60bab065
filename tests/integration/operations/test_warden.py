import os
import signal
import subprocess
import sys
import time

from operations.environment import REPOSITORY

# Starts a warden and a long sleeper that hears no SIGTERM, tells the one of the other, prints
# both and waits.
STARTER = """
import subprocess, sys, time
from operations.warden import Warden
warden = Warden()
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
deaf += "print(flush=True); time.sleep(600)"
kept = subprocess.Popen(
    [sys.executable, "-c", deaf], start_new_session=True, stdout=subprocess.PIPE
)
kept.stdout.readline()
gone = subprocess.Popen(["sleep", "600"], start_new_session=True)
warden.tell("part", kept.pid)
warden.tell("part", gone.pid)
warden.tell("gone", gone.pid)
print(kept.pid, gone.pid, flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as told:  # noqa: PTH123  a process, not a file of ours
        return told.read().rpartition(")")[2].split()[0] != "Z"


def test_a_part_that_hears_no_request_to_end_does_not_outlive_a_killed_starter() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTER], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        kept, gone = (int(pid) for pid in starter.stdout.readline().split())
        was_alive = is_alive(kept)
        starter.kill()

    assert was_alive
    until = time.monotonic() + 20
    while is_alive(kept) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(kept)
    # What the starter said was gone is not the warden's any more.
    assert is_alive(gone)
    os.kill(gone, signal.SIGKILL)
