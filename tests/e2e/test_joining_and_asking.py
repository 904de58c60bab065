"""One thing told twice becomes one case; a technician gives advice and learns nobody's name."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from operations.stack import Stack
from services.shared import clock
from tests.e2e.conftest import Enter, take_picture
from tests.e2e.people import School, heading, press

FIRST = "She showed me unkind messages from the class chat."
SECOND = "He cried because of what they write in the class chat."
ASKED = "Can the filter block the chat of Block Party on the class tablets?"
ADVICE = "Yes, since the update of last week. It is blocked from today."


@pytest.mark.rule("D-4.4-1")
def test_a_case_is_joined_and_a_technician_is_asked_without_names(
    stack: Stack, schools: list[School], enter: Enter
) -> None:
    school = schools[1]
    teacher, lead = enter(school.who("teacher", 2)), enter(school.who("dsl"))
    first, second = (report(teacher, stack, school, words) for words in (FIRST, SECOND))
    join(lead, stack, second, first)
    expect(lead.locator("main")).to_contain_text("This case is a part of")
    take_picture(lead, "joined-away")
    lead.goto(f"{stack.url}/staff/inbox")
    lead.locator("a.row__link", has_text=first).click()
    expect(lead.locator("#parts")).to_be_visible()
    expect(lead.locator("main")).to_contain_text(SECOND)
    take_picture(lead, "joined-kept")
    ask(lead, school)
    case = lead.url.split("?")[0]
    answer(enter(school.who("tech")), stack, school, first)
    lead.goto(case)
    expect(lead.locator("main")).to_contain_text(ADVICE)
    take_picture(lead, "asked-answered")
    lead.goto(f"{stack.url}/staff/action-plan")
    heading(lead, "Action plan")
    take_picture(lead, "action-plan-empty")


def report(page: Page, stack: Stack, school: School, words: str) -> str:
    """Report as a teacher; return the reference."""
    page.goto(f"{stack.url}/staff/report")
    page.locator("#child_search").fill(school.child[:5])
    page.get_by_label(school.child).check()
    page.locator("#happened").fill(words)
    answers = {"danger_now": "no", "told_dsl": "no", "kind": "bullying"}
    for name, value in (answers | {"risk_area": "conduct", "about_adult": "no"}).items():
        page.locator(f"input[name={name}][value={value}]").check()
    page.locator(".send__button").click()
    heading(page, "Sent")
    return page.locator("main .reference").first.inner_text()


def join(page: Page, stack: Stack, reference: str, into: str) -> None:
    """Join one case to another from its own page."""
    page.goto(f"{stack.url}/staff/inbox")
    page.locator("a.row__link", has_text=reference).click()
    expect(page.locator("main")).to_contain_text(SECOND)
    part = page.locator("#do-join")
    part.locator("summary").first.click()
    take_picture(page, "join-open")
    part.locator("#join-reference").fill(into)
    part.locator("textarea").fill("Both speak of the class chat.")
    press(page, "Join the cases")


def ask(page: Page, school: School) -> None:
    """Ask the technician; words with a child's name come back."""
    part = page.locator("#do-assign")
    part.locator("summary").first.click()
    part.locator("#ask-kind").select_option("advice")
    part.locator("#ask-asked_id").select_option(label=school.who("tech")["name"])
    day = (clock.now() + timedelta(days=7)).date().isoformat()
    part.locator("#ask-due_on").fill(day)
    part.locator("textarea").fill(f"Look at the chat of {school.child}.")
    press(page, "Ask them")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("must not learn whom this is about")
    take_picture(page, "ask-refused")
    part.locator("textarea").fill(ASKED)
    press(page, "Ask them")
    expect(page.locator("main")).to_contain_text("Your colleague is asked.")


def answer(page: Page, stack: Stack, school: School, reference: str) -> None:
    """Read the task as the technician, and answer it."""
    page.goto(f"{stack.url}/staff/tasks")
    main = page.locator("main")
    expect(main).to_contain_text(ASKED)
    for secret in (school.child, reference, FIRST, SECOND):
        expect(main).not_to_contain_text(secret)
    page.locator("main details > summary").first.click()
    take_picture(page, "my-tasks")
    page.locator("main textarea").fill(ADVICE)
    page.get_by_role("button", name="Send my answer").click()
    expect(main).to_contain_text("It is recorded, and whoever asked can read it.")
    expect(main).not_to_contain_text(ASKED)
