"""A child draws, and the lead and the chosen adult see the same lines; taps are counted."""

import pytest
from playwright.sync_api import Locator, Page, expect

from operations.stack import Stack
from tests.e2e.accessibility import ChildLooker
from tests.e2e.conftest import Enter, MakeContext, take_picture
from tests.e2e.people import School, heading, press
from tests.e2e.test_child_tells import new_case, open_inbox

TOPIC = "Someone was unkind"


def draw(page: Page, *places: tuple[float, float]) -> None:
    """Draw one line through these places of the sheet (shares of its width and height)."""
    frame = page.locator("svg.sheet").bounding_box()
    assert frame
    where = [(frame["x"] + frame["width"] * x, frame["y"] + frame["height"] * y) for x, y in places]
    page.mouse.move(*where[0])
    page.mouse.down()
    for x, y in where[1:]:
        page.mouse.move(x, y, steps=8)
    page.mouse.up()


def paths(svg: Locator) -> list[tuple[str | None, str | None]]:
    """Return colour and way of every line."""
    return [(one.get_attribute("stroke"), one.get_attribute("d")) for one in svg.all()]


def to_the_words(page: Page) -> None:
    press(page, "Yes, I am safe")
    press(page, TOPIC)
    heading(page, "Tell us what happened")


def test_a_drawing_stays_while_the_child_goes_back_and_the_lead_sees_it(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    lead = enter(school.who("dsl"))
    before = open_inbox(lead, stack)
    page = make_context().new_page()
    page.goto(f"{stack.url}/s/{school.class_code}")
    to_the_words(page)
    expect(page.locator("svg.sheet")).to_be_hidden()
    press(page, "I want to draw it")
    page.locator("svg.sheet").scroll_into_view_if_needed()
    draw(page, (0.2, 0.2), (0.8, 0.2), (0.8, 0.8))
    press(page, "Red")
    draw(page, (0.5, 0.5))
    draw(page, (0.1, 0.9), (0.9, 0.9))
    press(page, "Take a line back")
    drawn = paths(page.locator("svg.sheet path"))
    assert [colour for colour, _ in drawn] == ["#16283a", "#c0392b"]
    assert drawn[0][1] == "M100 60L400 60L400 240"  # the corner is kept, points between are not

    page.locator("button[name=go][value=next]").click()
    heading(page, "Who do you want to talk to?")
    press(page, "Back")
    expect(page.locator("svg.sheet path")).to_have_count(len(drawn))
    assert paths(page.locator("svg.sheet path")) == drawn
    looker = ChildLooker(page)
    looker.look("words-drawn")
    assert looker.faults == []
    take_picture(page, "child-drawing")
    page.locator("button[name=go][value=next]").click()
    press(page, "I don't mind")
    heading(page, "Is it about a grown-up at school?")
    press(page, "No")
    heading(page, "Have a look")
    assert paths(page.locator(".drawn path")) == drawn
    take_picture(page, "child-look-drawn")
    press(page, "Send it with no name")
    heading(page, "Thank you. It is sent.")
    lead.goto(stack.url + new_case(lead, before))
    assert paths(lead.locator(".given svg path")) == drawn
    take_picture(lead, "case-drawing")


@pytest.mark.parametrize(("lane", "screens", "taps"), [("big", 6, 8), ("little", 3, 4)])
def test_a_report_needs_few_screens_and_few_taps(
    stack: Stack, school: School, make_context: MakeContext, lane: str, screens: int, taps: int
) -> None:
    page = make_context().new_page()
    page.goto(f"{stack.url}/s/{school.page_code}")
    page.locator(f"button[name=answer][value={lane}]").click()
    expect(page.locator("main.step-safe")).to_be_visible()
    seen = set()
    way = _whole_way(lane)
    for tap in way:
        page.locator(tap).first.wait_for()
        seen.add(page.locator("main").get_attribute("class"))
        page.locator(tap).first.click()
    heading(page, "Thank you. It is sent.")
    assert (len(seen), len(way) <= taps) == (screens, True)


def _whole_way(lane: str) -> tuple[str, ...]:
    """Return one tap for every question that the lane asks, none left out."""
    first = ("[name=answer][value=yes]",)
    if lane == "little":
        adult = "label:has([name=answer][value=do_not_mind])"
        return (*first, "[name=answer][value=unkind]", adult, "[name=go][value=send]")
    return (
        *first,
        *("label:has([name=feeling][value=sad])", "[name=answer][value=unkind]"),
        *("[name=go][value=talk]", "[name=answer][value=do_not_mind]"),
        *("[name=answer][value=no]", "[name=go][value=send_unnamed]"),
    )
