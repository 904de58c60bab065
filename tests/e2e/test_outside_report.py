"""An adult outside the school tells on a phone, with scripts and without; the lead has it."""

import pytest
from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.e2e.accessibility import Looker
from tests.e2e.conftest import Enter, MakeContext, take_picture
from tests.e2e.people import School, heading, press

PHONE_SIZE = {"width": 390, "height": 844}
WORDS = "A man in a game asks the children of our street for pictures."


def fill_in(page: Page) -> None:
    page.get_by_label("A neighbour or passer-by").check()
    page.get_by_label("Somebody online is after a child").check()
    page.get_by_label("What did you see or hear?").fill(WORDS)
    for question in ("May a child be in danger now?", "Is it about an adult at the school?"):
        page.get_by_role("group", name=question).get_by_label("No", exact=True).check()


@pytest.mark.rule("D-2-1")
def test_a_neighbour_tells_and_the_lead_reads_it(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    page = make_context(viewport=PHONE_SIZE).new_page()
    looker = Looker(page)
    page.goto(f"{stack.url}/report/{school.page_code}")
    looker.look("outside-form")
    take_picture(page, f"outside-form-{school.plan.profile}")
    press(page, "Send to the school")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    looker.look("outside-form-errors")
    take_picture(page, f"outside-form-errors-{school.plan.profile}")
    fill_in(page)
    press(page, "Send to the school")
    heading(page, "Thank you. It is sent.")
    looker.look("outside-sent")
    take_picture(page, f"outside-sent-{school.plan.profile}")
    assert looker.faults == []
    reference = page.locator(".reference").inner_text()
    lead = enter(school.who("dsl"))
    lead.goto(f"{stack.url}/staff/inbox")
    lead.locator("a.row__link", has_text=reference).click()
    expect(lead.locator("main")).to_contain_text(WORDS)
    expect(lead.locator("main")).to_contain_text("Told by an adult outside the school")


def test_it_goes_without_scripts_too(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    page = make_context(java_script_enabled=False, viewport=PHONE_SIZE).new_page()
    page.goto(f"{stack.url}/report/{school.page_code}")
    fill_in(page)
    press(page, "Send to the school")
    heading(page, "Thank you. It is sent.")
