"""A whole running Lantern and a real browser, for the journeys."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from operations.browser import find_browser
from operations.readiness import free_front_door
from operations.stack import Stack, running_stack
from tests.e2e.accessibility import ChildLooker, Scales, Visit, assert_empty
from tests.e2e.people import School, schools_of, sign_in

ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}

# No journey judges speed: on a busy machine a page may take its time.
expect.set_options(timeout=20_000)

# Chromium notes what the journeys do on purpose: a refused page, lost Wi-Fi, "hide this page".
REMARKS = (
    "Failed to load resource: the server responded with a status of ",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
    "Clear-Site-Data",
)

MakeContext = Callable[..., BrowserContext]
Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def stack(run_dir: Path) -> Iterator[Stack]:
    """Every part running on ports of its own, with the two demo schools."""
    home = run_dir / f"home-{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    with running_stack(home, free_front_door()) as running:
        yield running


# One for each file, not for the run: while it is open its event loop counts as running, and no
# asynchronous test of the same worker could run.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = find_browser()
    assert path, "no browser: run `make test`, which finds or installs one"
    started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def schools(stack: Stack) -> list[School]:
    return schools_of(stack)


@pytest.fixture(params=[0, 1], ids=["downs", "abingdon"])
def school(request: pytest.FixtureRequest, schools: list[School]) -> School:
    """Each demo school in turn."""
    chosen: School = schools[request.param]
    return chosen


@pytest.fixture
def make_context(browser: Browser) -> Iterator[MakeContext]:
    """Open a fresh profile; `java_script_enabled=False` and `viewport` as keywords.

    At the end no page may have said anything to the console or asked another machine.
    """
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def make(**wishes: object) -> BrowserContext:
        context = browser.new_context(**{"viewport": TABLET, **wishes})  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        context.on("console", lambda said: complaints.append(said.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on(
            "request", lambda asked: complaints.append(asked.url) if is_away(asked.url) else None
        )
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert [one for one in complaints if not one.startswith(REMARKS)] == []


def is_away(url: str) -> bool:
    """Say whether this address is on another machine."""
    return urlsplit(url).hostname not in {"127.0.0.1", None}


@pytest.fixture
def visit(make_context: MakeContext) -> Iterator[Visit]:
    """Open a child's page in a fresh profile, which must be empty at the end."""
    page = make_context().new_page()
    yield Visit(page, ChildLooker(page), Scales(page))
    assert_empty(page.context)


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """What the browser of somebody who has signed in keeps, by user name."""
    return {}


@pytest.fixture
def enter(make_context: MakeContext, stack: Stack, cookies: dict[str, Any]) -> Enter:
    """Open a page as this demo person, who signs in once (a code counts only once)."""

    def open_page(person: dict[str, Any], **wishes: object) -> Page:
        kept = cookies.get(person["user_name"])
        page = make_context(storage_state=kept, **wishes).new_page()
        if kept is None:
            sign_in(page, stack.url, person)
            cookies[person["user_name"]] = page.context.storage_state()
        return page

    return open_page


def take_picture(page: Page, name: str) -> None:
    """Keep a picture at tablet and phone width where LANTERN_PICTURES names a folder.

    LANTERN_PICTURES_OF names the only ones to keep, as `make pictures` does for docs/pictures.
    """
    folder = os.environ.get("LANTERN_PICTURES")
    wanted = os.environ.get("LANTERN_PICTURES_OF", name).split()
    if not folder or name not in wanted:
        return
    page.wait_for_load_state()
    before = page.viewport_size
    for width, size in (("tablet", TABLET), ("phone", PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        is_cut_off = "document.documentElement.scrollWidth > innerWidth"
        assert not page.evaluate(is_cut_off), f"{name} is wider than a {width}"
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    if before:
        page.set_viewport_size(before)
