"""Every state of a child's page: for every child, light, and leaving nothing behind (ux.md 1.3)."""

from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.e2e.accessibility import Looker, Visit, assert_empty
from tests.e2e.children import Answers, answer_all, come_back, read_end, tell
from tests.e2e.conftest import Enter, MakeContext
from tests.e2e.people import School, heading, press

WORDS = "A man in the game asked me where I live."
BIG = ["safe", "topics", "words", "adult", "about", "look", "sent"]


def test_every_page_of_the_older_childrens_way(stack: Stack, school: School, visit: Visit) -> None:
    url = f"{stack.url}/s/{school.class_code}"
    tell(visit.page, url, Answers(WORDS, "I don't mind"), visit.look)
    assert visit.looker.seen == BIG
    visit.check()


def test_every_page_of_the_younger_childrens_way(
    stack: Stack, school: School, visit: Visit
) -> None:
    page = visit.page
    page.goto(f"{stack.url}/s/{school.page_code}")
    visit.look("doors")
    page.locator("button[name=answer][value=little]").click()
    heading(page, "Are you safe")
    visit.look("little-safe")
    press(page, "Yes, I am safe")
    expect(page.locator("main.step-topics")).to_be_visible()
    visit.look("little-topics")
    press(page, "Someone was unkind")
    expect(page.get_by_label("I don't mind")).to_be_visible()
    visit.look("little-adult")
    page.get_by_label("I don't mind").check()
    press(page, "Send it")
    read_end(page)
    visit.look("little-sent")
    # whichever three pictures a child gets, their names fit on the narrowest screen
    page.locator("ol.code li span").evaluate_all(
        "spans => spans.forEach(one => { one.lastChild.data = ' strawberry' })"
    )
    narrow = Looker(page)
    narrow.look("little-sent-longest-names")
    assert narrow.faults == []
    visit.check()


def test_every_page_beside_the_way_of_a_child_in_danger(
    stack: Stack, school: School, visit: Visit
) -> None:
    page = visit.page
    page.goto(f"{stack.url}/s/{school.class_code}")
    page.locator("details").evaluate("one => { one.open = true }")
    visit.look("who-will-see")
    press(page, "No, or I am not sure")
    heading(page, "Go to a grown")
    visit.look("help-now")
    press(page, "I can tell you more now")
    press(page, "Skip this")
    press(page, "I don't want to write. Please come and talk to me.")
    press(page, "There is someone I do not want to know")
    heading(page, "Who should not know?")
    visit.look("not-adult")
    page.get_by_label(school.called(school.who("ddsl"))).check()
    page.locator("button[name=go][value=next]").click()
    heading(page, "Who do you want to talk to?")
    visit.look("adult-but-one")
    press(page, "Someone else")
    press(page, "I am not sure")
    heading(page, "Have a look")
    visit.look("look-skipped")
    press(page, "Send it with my name")
    read_end(page)
    visit.look("sent-danger")
    visit.check()


def test_every_page_of_coming_back(
    stack: Stack, school: School, visit: Visit, enter: Enter
) -> None:
    page, adult = visit.page, school.who("teacher")
    told = tell(page, f"{stack.url}/s/{school.class_code}", Answers(WORDS, school.called(adult)))
    back = f"{stack.url}/come-back/{school.class_code}"
    assert "We have it" in come_back(page, back, told.pictures, visit.look)
    page.goto(back)
    page.locator("button[name=picture]").nth(3).click()
    expect(page.locator("ol.slots li.full")).to_have_count(1)
    visit.look("one-picture")
    for count in (1, 2):
        expect(page.locator("ol.slots li.full")).to_have_count(count)
        page.locator("button[name=picture]").nth(3).click()
    expect(page.get_by_role("alert")).to_be_visible()
    visit.look("pictures-not-known")
    read_as(enter(adult), stack)
    assert "has read this" in come_back(page, back, told.pictures)
    visit.look("come-back-read")
    visit.check()


def read_as(page: Page, stack: Stack) -> None:
    """Read the newest words that a child gave this adult."""
    page.goto(f"{stack.url}/staff/words")
    page.locator("a.row__link").first.click()
    press(page, "I have talked with them")
    expect(page.locator("main")).to_contain_text("You talked with them")


def test_what_is_not_sent_and_what_is_not_there(stack: Stack, school: School, visit: Visit) -> None:
    page = visit.page
    for state, address in (("no-school", "/s/AAAA-AAAA"), ("no-page", "/come-back/AAAA-AAAA")):
        page.goto(stack.url + address)
        visit.look(state)
    page.goto(f"{stack.url}/s")
    page.get_by_label("Type the letters").fill(school.class_code.lower())
    page.get_by_role("button", name="Next").click()
    heading(page, "Are you safe")
    press(page, "Yes, I am safe")
    press(page, "Skip this")
    write_too_much(page)
    visit.look("too-long")
    page.goto(f"{stack.url}/s/{school.class_code}")
    answer_all(page, Answers(WORDS, "I don't mind"))
    stack.kill("reporting")
    try:
        press(page, "Send it with no name")
        expect(page.locator("main")).to_contain_text("It is not sent yet")
        visit.look("not-sent")
    finally:
        stack.restart("reporting")
    stack.wait_until_ready()
    visit.check()


def write_too_much(page: Page) -> None:
    """Send more than the front end reads: what was written stays, and the page says why."""
    words = page.locator("textarea")
    words.fill("mean " * 120_000)
    page.locator("button[name=go][value=next]").click()
    expect(page.get_by_role("alert")).to_contain_text("That was too long to send")
    expect(words).to_have_value("mean " * 120_000)
    words.fill("mean")
    page.evaluate("document.body.focus()")  # the walk by keyboard begins where a new page does


def test_the_page_that_hide_leads_to(stack: Stack, school: School, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{stack.url}/s/{school.class_code}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Times tables")
    visit.scales.weigh("away")
    looker = Looker(page)
    looker.look("away")
    assert looker.faults == []
    assert visit.scales.too_heavy == {}


def test_a_whole_way_with_scripts_off_in_both_lanes(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    page = make_context(java_script_enabled=False).new_page()
    url = f"{stack.url}/s/{school.class_code}"
    told = tell(page, url, Answers(WORDS, "I don't mind"), lambda _state: assert_silent(page))
    back = f"{stack.url}/come-back/{school.class_code}"
    assert "We have it" in come_back(page, back, told.pictures)
    page.goto(f"{stack.url}/s/{school.page_code}")
    page.locator("button[name=answer][value=little]").click()
    press(page, "Yes, I am safe")
    press(page, "Someone was unkind")
    assert_silent(page)
    press(page, "Send it")
    assert read_end(page).pictures
    assert_empty(page.context)


def assert_silent(page: Page) -> None:
    """Without scripts nothing offers to read aloud."""
    expect(page.locator(".listen")).to_have_count(0)
