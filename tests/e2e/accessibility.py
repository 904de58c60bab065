"""Look at a page as people see it who read, tap, zoom and move differently; say what is wrong.

Each look returns or keeps sentences; tests collect them over a whole journey and want none.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page

from frontend.assets import PACKAGES, fetch_packages

TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"),
]
# A tablet of 1024 px at 200 % and an older screen of 1280 px at 400 %.
ZOOMED = ((512, 384), (320, 256))
BYTES_AT_MOST = 120 * 1024
WAITS_AT_MOST = 300
RUN_AXE = """async (tags) => (await axe.run(document, {
    runOnly: tags, resultTypes: ["violations"]
})).violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(" ")).join(", ")}`)
"""


@cache
def axe_source() -> str:
    """Return axe-core as package-lock.json names it, fetched where it does not stand yet."""
    path = PACKAGES / "axe-core" / "axe.min.js"
    if not path.is_file():
        fetch_packages()
    return path.read_text()


@cache
def _measures() -> str:
    return Path(__file__).with_name("measure.js").read_text()


@dataclass
class Looker:
    """Looks at the states of one page after another and keeps what is wrong with which."""

    page: Page
    faults: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def look(self, state: str) -> None:
        """Run axe, and see that nothing is wider than the page at 100, 200 and 400 %."""
        self.page.wait_for_load_state()
        self.seen.append(state)
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(axe_source())
        self._keep(state, self.page.evaluate(RUN_AXE, TAGS))
        self._keep(state, self._too_wide())

    def _keep(self, state: str, faults: list[str]) -> None:
        self.faults += [f"{state}: {one}" for one in faults]

    def _too_wide(self) -> list[str]:
        """Zooming a page makes its window narrower: so is the window here."""
        before = self.page.viewport_size
        assert before
        found = []
        for width, height in ZOOMED:
            self.page.set_viewport_size({"width": width, "height": height})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            found += [f"{wide} px wide in {width} px"] if wide > width else []
        self.page.set_viewport_size(before)
        return found


class ChildLooker(Looker):
    """Looks at a child's page, which has to keep more: ux.md 1.3."""

    def look(self, state: str) -> None:
        """Look also at contrast, targets, what the device keeps, and the way by keyboard."""
        super().look(state)
        self.page.evaluate(_measures())
        self._keep(state, self.page.evaluate("measure()"))
        self._keep(state, [f"keeps {one}" for one in self.page.evaluate("kept()")])
        self._keep(state, self._walk())

    def _walk(self) -> list[str]:
        """Press Tab once round the page: the way out comes first, and every stop can be seen."""
        reachable: int = self.page.evaluate("reachable()")
        stops: list[dict[str, Any]] = []
        for _ in range(reachable):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate("focused()")
            if stop is None:
                break
            stops.append(stop)
        self.page.evaluate("document.activeElement.blur()")
        found = [f"no visible focus on {one['name']}" for one in stops if not one["marked"]]
        found += [f"something covers {one['name']}" for one in stops if one["covered"]]
        if not stops or not str(stops[0]["leads"]).startswith("/away"):
            found.append("'Hide this page' is not the first stop")
        if len({one["stop"] for one in stops}) < reachable:
            found.append(f"the keyboard reaches {len(stops)} of {reachable}")
        return found


# What every page of a journey needs: a script that puts the next page in place does not ask again.
KEPT = {"Stylesheet", "Script", "Font"}


class Scales:
    """Weighs what a page brings over the wire when nothing of it is kept from before.

    A page may come as an answer that a script puts in place: it weighs its own answer and pictures,
    and the styles, scripts and fonts that came with the page before.
    """

    def __init__(self, page: Page) -> None:
        self.weights: dict[str, int] = {}
        self._page = page
        self._open: set[str] = set()
        self._bytes = 0
        self._kept: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.loadingFinished", self._end)
        session.on("Network.loadingFailed", self._end)

    def _begin(self, told: dict[str, Any]) -> None:
        if told.get("type") == "Document":
            self._kept.clear()
        if told.get("type") == "Document" or told["request"]["method"] == "POST":
            self._bytes = 0
            self._open.clear()
        self._open.add(told["requestId"])
        if told.get("type") in KEPT:
            self._urls[told["requestId"]] = told["request"]["url"]

    def _end(self, told: dict[str, Any]) -> None:
        # What an earlier document asked for may end only now: it does not weigh on this one.
        if told["requestId"] in self._open:
            size, url = int(told.get("encodedDataLength", 0)), self._urls.get(told["requestId"])
            if url is None:
                self._bytes += size
            else:
                self._kept[url] = size
            self._open.discard(told["requestId"])

    def weigh(self, state: str) -> None:
        """Keep the weight of the page that stands there now, headers and fonts included."""
        self._page.wait_for_load_state()
        self._page.evaluate("document.fonts.ready.then(() => true)")
        for _ in range(WAITS_AT_MOST):
            if not self._open:
                break
            self._page.wait_for_timeout(10)
        self.weights[state] = self._bytes + sum(self._kept.values())

    @property
    def too_heavy(self) -> dict[str, int]:
        """The pages over the limit, in bytes."""
        return {state: one for state, one in self.weights.items() if one > BYTES_AT_MOST}


@dataclass
class Visit:
    """A child's page in a fresh profile, looked at and weighed in every state."""

    page: Page
    looker: ChildLooker
    scales: Scales

    def look(self, state: str) -> None:
        """Weigh what has come, then look; `child-` before a state says nothing here."""
        self.scales.weigh(state.removeprefix("child-"))
        self.looker.look(state.removeprefix("child-"))

    def check(self) -> None:
        """Nothing is wrong with any state, and none is too heavy."""
        assert self.looker.faults == [], self.looker.faults
        assert self.scales.too_heavy == {}, self.scales.too_heavy


def assert_empty(context: BrowserContext) -> None:
    """The profile has no cookie, and no page left anything in its stores."""
    assert context.storage_state() == {"cookies": [], "origins": []}
