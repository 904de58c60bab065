"""Leaving quickly: first in the tab order, always in sight, and nothing behind Back."""

import time
from functools import partial

import pytest
from playwright.sync_api import Error, Page, expect

from operations.stack import Stack
from tests.e2e.children import Answers, answer_all, come_back, read_end, tell
from tests.e2e.conftest import MakeContext, take_picture
from tests.e2e.people import School, heading, press
from tests.scoreboard.files_refused import found_in

NARROW = 320
CANARY = "zanzibar-trombone"
TRIES_WITHIN_FIVE_MINUTES = 30
ANSWERS = Answers(f"A man asked me where I live. {CANARY}", "I don't mind")


def hide(page: Page) -> None:
    page.get_by_role("link", name="Hide this page").click()
    expect(page).to_have_title("Times tables")


def is_neutral(page: Page, url: str) -> None:
    """Title, address and icon say nothing, and the way out stands on the page."""
    assert page.url == url
    assert page.title() == "School page"
    icon = page.locator("link[rel=icon]").get_attribute("href")
    assert icon is not None
    assert "neutral-icon" in icon
    expect(page.locator("a.hide")).to_be_in_viewport()


def comes_true(page: Page, expression: str) -> None:
    """Wait until the page answers yes; its own policy forbids Playwright to wait inside it."""
    until = time.monotonic() + 20
    while not page.evaluate(expression):
        assert time.monotonic() < until, f"never: {expression}"
        page.wait_for_timeout(50)


def test_the_whole_way_is_one_row_in_the_history(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    child = make_context().new_page()
    child.goto("about:blank")
    url = f"{stack.url}/s/{school.class_code}"
    child.goto(url)
    rows = child.evaluate("history.length")
    answer_all(child, ANSWERS, lambda _: is_neutral(child, url))
    press(child, "Send it with no name")
    assert len(read_end(child).pictures) == 3
    is_neutral(child, url)
    assert child.evaluate("history.length") == rows
    child.get_by_role("link", name="I am done").click()
    expect(child).to_have_title("Times tables")
    assert child.evaluate("history.length") == rows
    child.go_back()
    assert child.url == "about:blank"


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_leaving_in_the_middle_shows_no_word_behind_back(
    stack: Stack, school: School, make_context: MakeContext, has_script: bool
) -> None:
    context = make_context(
        viewport={"width": NARROW, "height": 640}, java_script_enabled=has_script
    )
    child = context.new_page()
    child.goto(f"{stack.url}/s/{school.class_code}")
    answer_all(child, ANSWERS)
    assert child.evaluate("document.documentElement.scrollWidth") <= NARROW
    hide(child)
    take_picture(child, "away")
    if has_script:
        child.go_back()
    else:
        with pytest.raises(Error, match="ERR_CACHE_MISS"):
            child.go_back()
    expect(child.locator("body")).not_to_contain_text(CANARY)
    assert CANARY not in child.content()


def test_hide_this_page_is_the_first_stop_and_stays_in_sight(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    child = make_context(viewport={"width": NARROW, "height": 480}).new_page()
    child.goto(f"{stack.url}/s/{school.class_code}")
    child.keyboard.press("Tab")
    assert child.evaluate("document.activeElement.className") == "hide"
    child.mouse.wheel(0, 5000)
    comes_true(child, "window.scrollY > 0")
    expect(child.locator("a.hide")).to_be_in_viewport(ratio=1)
    child.keyboard.press("Enter")
    expect(child).to_have_title("Times tables")


def test_five_idle_minutes_end_it_and_a_tap_begins_them_anew(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    child = make_context().new_page()
    child.clock.install()
    child.goto(f"{stack.url}/s/{school.class_code}")
    child.clock.fast_forward("04:00")
    press(child, "Yes, I am safe")
    heading(child, "What is it about?")
    child.clock.fast_forward("04:00")
    heading(child, "What is it about?")
    child.clock.fast_forward("01:10")
    expect(child).to_have_title("Times tables")


def test_away_wipes_what_the_browser_kept(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    child = make_context().new_page()
    child.goto(f"{stack.url}/s/{school.class_code}")
    child.evaluate("localStorage.setItem('kept', 'words')")
    answered = child.request.get(f"{stack.url}/away")
    assert answered.headers["clear-site-data"] == '"cache", "storage"'
    assert answered.headers["cache-control"] == "no-store"
    hide(child)
    comes_true(child, "localStorage.length === 0")


def test_lost_wifi_keeps_the_words_and_sends_them_by_itself(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    context = make_context()
    child = context.new_page()
    child.goto(f"{stack.url}/s/{school.class_code}")
    answer_all(child, ANSWERS)
    context.set_offline(True)
    press(child, "Send it with no name")
    expect(child.locator(".not-sent")).to_contain_text("It is not sent yet")
    expect(child.locator("main")).to_contain_text(CANARY)
    take_picture(child, "child-no-wifi")
    context.set_offline(False)
    assert len(read_end(child).pictures) == 3


def test_what_could_not_go_for_a_while_waits_for_the_next_tap(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    context = make_context()
    child = context.new_page()
    child.clock.install()
    child.goto(f"{stack.url}/s/{school.class_code}")
    context.set_offline(True)
    press(child, "Yes, I am safe")
    note = child.locator(".not-sent")
    expect(note).to_contain_text("We will try again.")
    for _ in range(TRIES_WITHIN_FIVE_MINUTES):
        if note.get_by_text("Tap the button again.").is_visible():
            break
        child.clock.fast_forward(8000)
    expect(note).to_contain_text("Tap the button again.", use_inner_text=True)
    expect(note).not_to_contain_text("We will try again.", use_inner_text=True)
    context.set_offline(False)
    press(child, "Yes, I am safe")
    heading(child, "What is it about?")


def test_a_child_who_is_back_asks_for_somebody(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    child = make_context().new_page()
    look = partial(take_picture, child)
    told = tell(child, f"{stack.url}/s/{school.class_code}", ANSWERS)
    said = come_back(child, f"{stack.url}/come-back/{school.class_code}", told.pictures)
    assert "We have it" in said
    look("child-back")
    press(child, "I need someone now")
    heading(child, "Thank you for telling us")
    expect(child.locator("main")).to_contain_text("A grown-up is being told right now.")
    look("child-said-now")


def test_nothing_on_the_server_says_which_device_told(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    address, agent = "203.0.113.77", "quillfish-browser-canary"
    headers = {"X-Forwarded-For": address, "Referer": "http://marzipan-referrer.example/"}
    child = make_context(user_agent=agent, extra_http_headers=headers).new_page()
    told = tell(child, f"{stack.url}/s/{school.class_code}", ANSWERS)
    come_back(child, f"{stack.url}/come-back/{school.class_code}", told.pictures)
    kept = [stack.site.home]
    # the same search finds what is stored in plain words, so it would find these
    assert found_in(kept, (school.class_code.encode(),))
    for traced in (address, agent, "marzipan-referrer", CANARY):
        ways = (traced.encode(), traced.encode("utf-16-le"))
        assert found_in(kept, ways) == [], traced
