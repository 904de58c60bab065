"""Class cards in the browser: staff print one, a child scans it and taps three pictures."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.class_cards import addresses_on
from tests.e2e.accessibility import Looker, Visit
from tests.e2e.children import read_end
from tests.e2e.conftest import Enter, take_picture
from tests.e2e.people import School, heading, press
from tests.e2e.test_child_tells import new_case, open_inbox

OWN = ("fox", "bee", "sun")


def test_a_teacher_prints_a_card_and_its_child_is_greeted_by_name(
    stack: Stack, schools: list[School], visit: Visit, enter: Enter
) -> None:
    desk = enter(schools[0].who("office"))
    desk.goto(f"{stack.url}/staff/class-cards")
    desk.locator("main .row a").last.click()
    heading(desk, "Class cards of")
    looker = Looker(desk)
    looker.look("class cards")
    take_picture(desk, "class-cards")
    name, address = print_one(desk)
    child = visit.page
    child.goto(stack.url + urlsplit(address).path)
    heading(child, "Tap your first picture")
    assert urlsplit(child.url).path.startswith("/s/")
    take_picture(child, "child-card-choose")
    visit.look("card-choose")
    for place, picture in enumerate(OWN):
        expect(child.locator("ol.slots li.full")).to_have_count(place)
        child.locator(f"button[name=picture][value={picture}]").click()
    heading(child, "Are these your three?")
    take_picture(child, "child-card-sure")
    visit.look("card-sure")
    press(child, "Yes, they are mine")
    heading(child, "Are you safe")
    expect(child.locator("main")).to_contain_text(f"Hello {name.split()[0]}!")
    take_picture(child, "child-card-hello")
    visit.look("card-hello")
    hears_back(visit, enter(schools[0].who("dsl")), stack, address)
    desk.reload()
    row = desk.locator("li.row", has_text=name)
    expect(row).to_contain_text("three pictures chosen")
    row.get_by_role("button", name=re.compile("Take back")).click()
    expect(desk.locator("li.row", has_text=name)).to_contain_text("No card")
    child.goto(stack.url + urlsplit(address).path)
    heading(child, "This card is not good any more")
    take_picture(child, "child-card-not-good")
    visit.look("card-not-good")
    assert looker.faults == []
    visit.check()


def hears_back(visit: Visit, lead: Page, stack: Stack, address: str) -> None:
    """Tell with the card; the lead writes, and the card alone opens the message."""
    child, before = visit.page, open_inbox(lead, stack)
    press(child, "Yes, I am safe")
    expect(child.locator("main.step-topics")).to_be_visible()
    press(child, "Someone was unkind")
    child.get_by_label("I don't mind").check()
    press(child, "Send it")
    read_end(child)
    lead.goto(stack.url + new_case(lead, before))
    lead.locator("#message-form textarea").first.fill("Thank you. I come and see you at lunch.")
    press(lead, "Send it to the child")
    expect(lead.locator("main")).to_contain_text("I come and see you at lunch.")
    child.goto(stack.url + urlsplit(address).path)
    for place, picture in enumerate(OWN):
        expect(child.locator("ol.slots li.full")).to_have_count(place)
        child.locator(f"button[name=picture][value={picture}]").click()
    expect(child.locator("main.step-card-hello")).to_contain_text("There is a message for you")
    take_picture(child, "child-card-message")
    visit.look("card-message")
    press(child, "Read it")
    expect(child.locator("main.step-card-messages")).to_contain_text("I come and see you at lunch.")
    take_picture(child, "child-card-messages")
    visit.look("card-messages")
    child.locator("textarea").fill("Yes please.")
    press(child, "Send it")
    expect(child.locator("main.step-card-sent")).to_contain_text("A grown-up will read it.")
    visit.look("card-sent")
    press(child, "I need someone now")
    expect(child.locator("main")).to_contain_text("A grown-up is being told right now.")
    lead.reload()
    expect(lead.locator("main")).to_contain_text("Yes please.")
    expect(lead.locator("main")).to_contain_text("I need someone now")


def test_the_office_says_who_stands_on_the_childrens_page(
    stack: Stack, schools: list[School], enter: Enter
) -> None:
    school = schools[0]
    desk = enter(school.who("office"))
    desk.goto(f"{stack.url}/staff/trusted-adults")
    looker = Looker(desk)
    looker.look("trusted adults")
    take_picture(desk, "trusted-adults")
    desk.locator("li.row a", has_text="Change").first.click()
    heading(desk, "A grown-up children can choose")
    looker.look("one trusted adult")
    take_picture(desk, "trusted-adult")
    press(desk, "Save")
    expect(desk.locator(".govuk-error-summary")).to_contain_text("Ask them first")
    looker.look("one trusted adult, refused")
    desk.get_by_label("The name that children use").fill("Mrs Yewdale")
    desk.get_by_label("I asked them and they said yes").check()
    press(desk, "Save")
    expect(desk.locator("main")).to_contain_text("Mrs Yewdale")
    expect(desk.locator("main")).to_contain_text("Said yes on")
    assert looker.faults == []


def print_one(desk: Page) -> tuple[str, str]:
    """Print the missing cards; return the first child's name and where their card leads."""
    form = desk.locator("form[action$='/print']").first
    fields = {
        name: form.locator(f"input[name={name}]").input_value()
        for name in ("form_token", "idempotency_key")
    }
    path = form.get_attribute("action")
    origin = f"{urlsplit(desk.url).scheme}://{urlsplit(desk.url).netloc}"
    made = desk.request.post(f"{origin}{path}", form=fields)
    assert made.ok, made.text()
    name = desk.locator("li.row strong").first.inner_text()
    return name, addresses_on(made.body())[0]
