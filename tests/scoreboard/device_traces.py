"""Line P3: what a shared tablet keeps of a child's words: sent, left, idle, or the browser killed.

A real Chromium with a profile folder of its own. The same canaries are first found in the profile
of a page that keeps what it is told; then they must be nowhere: not behind Back, Forward or a
restored session, not offered by a field, and in no file of the folder. Idle time is moved in the
browser, everything else is real.
"""

import base64
import http.server
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from operations.bench.reports import page_of
from operations.browser import find_browser
from operations.processes import web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from tests.scoreboard.line import Result

SEED = 0
CANARIES = ("zanzibar-trombone-canary", "quillfish-marzipan-canary")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--restore-last-session"),
)
PATIENCE_MS = 15_000
NOWHERE_MS = 1_500  # Back with nowhere to go is never answered
SETTLE_SECONDS = 1.5  # Chromium writes its session file this long after a change
KEEPER = """<!doctype html><title>{0}</title><p>{0}</p><form><input name=a></form><script>
localStorage.setItem("kept", "{0}"); document.cookie = "kept={1}; max-age=9999";</script>"""


@dataclass
class Seen:
    """How often a canary was found: in the page that keeps, and in the child's page by state."""

    control: int = 0
    found: dict[str, int] = field(default_factory=dict)
    rows: int = 0

    @property
    def harm(self) -> int:
        """Return how many canaries the child's page left."""
        return sum(self.found.values())


class _Keeps(http.server.BaseHTTPRequestHandler):
    """A page that keeps everything it can."""

    def do_GET(self) -> None:
        body = KEEPER.format(*CANARIES).encode()
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("cache-control", "max-age=9999")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def a_page_that_keeps() -> Iterator[str]:
    """Serve the page that keeps what it is told, on loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Keeps)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/?told={CANARIES[1]}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Tablet:
    """A browser with a profile folder; it can be closed, killed and opened again."""

    playwright: Playwright
    profile: Path
    process: subprocess.Popen[bytes] | None = None
    browser: Browser | None = None

    def open(self) -> Page:
        """Start the browser on its profile and return its page."""
        path = find_browser()
        if path is None:
            raise RuntimeError("no browser: nothing was measured")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = [path, *FLAGS, f"--remote-debugging-port={port}", f"--user-data-dir={self.profile}"]
        self.process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self.browser = self._connected(f"http://127.0.0.1:{port}")
        context = self.browser.contexts[0]
        context.set_default_timeout(PATIENCE_MS)
        return context.pages[0] if context.pages else context.new_page()

    def _connected(self, address: str) -> Browser:
        until = time.monotonic() + 60
        while True:
            try:
                return self.playwright.chromium.connect_over_cdp(address)
            except Error:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def close(self) -> None:
        """Close it as a person does."""
        time.sleep(SETTLE_SECONDS)
        assert self.browser is not None
        self.browser.new_browser_cdp_session().send("Browser.close")
        assert self.process is not None
        self.process.wait(20)

    def kill(self) -> None:
        """End it as an empty battery does."""
        time.sleep(SETTLE_SECONDS)
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)


def found_in(folder: Path) -> list[str]:
    """Return where a canary lies, in any of the ways in which a browser writes text."""
    wanted = [
        way for one in CANARIES for way in (one.encode(), one.encode("utf-16-le"), *based(one))
    ]
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
        for content in [path.read_bytes()]
        for one in wanted
        if one in content
    ]


def based(text: str) -> list[bytes]:
    """Return `text` in base64 at each of the three places where it can begin."""
    return [base64.b64encode(b"x" * skip + text.encode())[4:-4] for skip in range(3)]


def tell(page: Page, url: str) -> None:
    """Walk to the last page and leave both canaries on the way."""
    page.goto(url)
    press = "button[name=go][value={}]".format
    page.locator("button[name=answer][value=big]").click()
    page.locator(".step-safe button[name=answer][value=yes]").click()
    # the page before has this button too, and must not be pressed while it is being left
    page.locator(f".step-topics {press('skip')}").click()
    page.locator("textarea").fill(CANARIES[0])
    page.locator(press("next")).first.click()
    page.locator("button[name=answer][value=do_not_mind]").click()
    page.locator("button[name=answer][value=no]").click()
    page.locator("input[name=name]").fill(CANARIES[1])
    told = page.content() + page.locator("input[name=name]").input_value()
    missing = [one for one in CANARIES if one not in told]
    assert not missing, "the child's own last page must show what they told"


def send(page: Page) -> None:
    page.locator("button[name=go][value=send]").first.click()
    page.locator("ol.code").wait_for()


def leave(page: Page) -> None:
    page.locator("a.hide").click()
    page.wait_for_url("**/away**")


def wait_idle(page: Page) -> None:
    page.clock.fast_forward(306_000)
    with suppress(Error):  # a page that stays is looked at as it is
        page.wait_for_url("**/away**", timeout=PATIENCE_MS)


def nothing(_: Page) -> None:
    """Leave the page as it stands: the browser is about to die."""


ENDS: dict[str, Callable[[Page], None]] = {
    "sent": send,
    "left": leave,
    "idle": wait_idle,
    "killed": nothing,
}


def go(page: Page, step: str) -> None:
    """Go back or forward, or load the page again."""
    if step == "back":
        page.go_back(timeout=NOWHERE_MS)
    if step == "forward":
        page.go_forward(timeout=NOWHERE_MS)
    if step == "reload":
        page.reload()


def shown(page: Page) -> int:
    """Return how many canaries somebody finds who now has the tablet."""
    hits = 0
    for step in ("stay", "back", "forward", "reload"):
        try:
            go(page, step)
            fields = page.locator("input:not([type=hidden]), textarea")
            told = page.content() + "".join(fields.evaluate_all("all => all.map(e => e.value)"))
        except Error:
            continue  # "confirm form resubmission", or nowhere to go
        hits += sum(one in told for one in CANARIES)
    return hits


def one_state(tablet: Tablet, url: str, name: str) -> tuple[int, int]:
    """Return how many canaries were left after one way to end, and the rows in the history list."""
    page = tablet.open()
    if name == "idle":
        page.clock.install()
    tell(page, url)
    ENDS[name](page)
    rows = int(page.evaluate("history.length"))
    hits = shown(page) if name != "killed" else 0
    (tablet.kill if name == "killed" else tablet.close)()
    files = len(found_in(tablet.profile))
    tablet.open()
    assert tablet.browser is not None
    hits += sum(shown(one) for one in tablet.browser.contexts[0].pages)
    fresh = tablet.browser.contexts[0].new_page()
    fresh.goto(url)
    hits += shown(fresh)
    tablet.close()
    return hits + files + len(found_in(tablet.profile)), rows


def measure(url: str, home: Path) -> Seen:
    """Return what was found in the page that keeps, then in the child's page."""
    seen = Seen()
    with sync_playwright() as playwright:
        keeping = Tablet(playwright, home / "control")
        with a_page_that_keeps() as keeper:
            keeping.open().goto(keeper)
            keeping.close()
        seen.control = len(found_in(keeping.profile))
        for name in ENDS:
            tablet = Tablet(playwright, home / name)
            seen.found[name], rows = one_state(tablet, url, name)
            seen.rows = max(seen.rows, rows)
            shutil.rmtree(tablet.profile, ignore_errors=True)
    return seen


def plant_fault(stack: Stack) -> None:
    """Let the child's page keep a draft on the device."""
    port = ports_from(stack.site.port)["frontend"]
    stack.replace(web_part("frontend", "tests.scoreboard.plants:frontend_keeps_drafts", port))
    stack.wait_until_ready()


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure P3 on a Lantern of its own; `small` changes nothing."""
    del small
    began = time.monotonic()
    # a browser that was killed may still be writing when its folder is taken away
    with TemporaryDirectory(prefix="lantern-p3-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        with running_stack(home, free_front_door()) as stack:
            if plant:
                plant_fault(stack)
            code = page_of(stack).code
            seen = measure(f"{stack.url}/s/{code}", home)
    found = ", ".join(f"{name} {count}" for name, count in seen.found.items())
    figure = f"{seen.harm} canaries left ({found}); {seen.control} found in a page that keeps"
    held = seen.harm == 0 and seen.rows <= 2  # the browser's own first page, ours
    name = "P3 canaries left on the device"
    seconds = time.monotonic() - began
    return Result(name, figure, "0", len(ENDS), SEED, seconds, held, seen.control > 0)
