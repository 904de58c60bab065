"""The whole of Lantern through the code that the demo, e2e tests and scoreboard use."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from operations.environment import REPOSITORY
from operations.readiness import NotReady, free_front_door, is_free, ports_from
from operations.stack import Stack, running_stack

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spare_folder() -> Iterator[Path]:
    # Not pytest's own: as root, PostgreSQL runs as another user, and pytest closes its folder to
    # others again whenever a second run starts.
    with TemporaryDirectory(prefix="lantern-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def stack(spare_folder: Path) -> Iterator[Stack]:
    with running_stack(spare_folder / "home", free_front_door()) as one:
        yield one


def test_health_names_every_part(stack: Stack) -> None:
    told = stack.health()

    assert told is not None
    assert told["state"] == "ready"
    expected = {"frontend", "accounts", "reporting", "notifications", "devices", "worker"}
    assert set(told["parts"]) == expected


@pytest.mark.parametrize("name", ["reporting", "worker"])
def test_health_is_red_while_a_part_is_down_and_green_after_its_restart(
    stack: Stack, name: str
) -> None:
    stack.kill(name)
    until = time.monotonic() + 60
    while stack.health() is not None and time.monotonic() < until:
        time.sleep(0.2)
    assert stack.health() is None

    stack.restart(name)
    stack.wait_until_ready()


def test_a_second_stack_on_the_same_home_is_refused_in_one_sentence(stack: Stack) -> None:
    with (
        pytest.raises(NotReady, match="already runs on"),
        running_stack(stack.site.home, free_front_door(24000, 28000)),
    ):
        pytest.fail("a second one started")


def test_every_port_is_on_loopback_only(stack: Stack) -> None:
    for port in ports_from(stack.site.port).values():
        listening = addresses_listening(port)
        assert listening == {"0100007F"}, port


def addresses_listening(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            host, _, number = address.partition(":")
            if state == "0A" and int(number, 16) == port:
                found.add(host)
    return found


def start_demo(home: Path, port: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "LANTERN_HOME": str(home), "LANTERN_PORT": str(port)}
    return subprocess.Popen(
        [sys.executable, "-m", "operations", "demo"],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def read_until(demo: subprocess.Popen[str], wanted: str) -> str:
    assert demo.stdout is not None
    told = ""
    for line in demo.stdout:
        told += line
        if wanted in line:
            return told
    pytest.fail(f"the demo ended before it said {wanted!r}:\n{told}")


def postmasters(home: Path) -> list[str]:
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            text = command.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if "postgres" in text and str(home) in text:
            found.append(text)
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_demo_however_it_ends(
    spare_folder: Path, number: signal.Signals
) -> None:
    # A path deeper than a socket's address may be long.
    home = spare_folder / ("a-deep-folder-" * 8) / number.name
    home.mkdir(parents=True)
    port = free_front_door()
    with start_demo(home, port) as demo:
        told = read_until(demo, "Ctrl-C ends everything")
        assert f"http://127.0.0.1:{port}/s/" in told
        assert postmasters(home)
        demo.send_signal(number)
        code = demo.wait(40)

    until = time.monotonic() + 20
    while postmasters(home) and time.monotonic() < until:
        time.sleep(0.1)
    assert postmasters(home) == []
    assert all(is_free(one) for one in ports_from(port).values())
    assert code == (0 if number is not signal.SIGKILL else -signal.SIGKILL)


def test_a_taken_port_is_one_sentence_and_nothing_is_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    front_door = free_front_door()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", ports_from(front_door)["devices"]))
        taken.listen()
        with start_demo(home, front_door) as demo:
            told = demo.communicate(timeout=30)[0]

    assert demo.returncode == 1
    assert told.count("\n") == 1
    assert f"Port {ports_from(front_door)['devices']} (devices) cannot be used" in told
    assert not home.exists()
