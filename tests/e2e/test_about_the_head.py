"""An allegation about the head, who is the DSL here too: from the report to the signed closing."""

import pytest
from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.e2e.conftest import Enter, take_picture
from tests.e2e.people import School, heading, press
from tests.e2e.procedure import answer_questions, do_tasks, triage
from tests.e2e.test_child_tells import write

HAPPENED = "She messaged a pupil from her own telephone late on Sunday evening."


@pytest.mark.guard("G-12")
@pytest.mark.guard("G-13")
@pytest.mark.guard("G-19")
@pytest.mark.guard("G-23")
@pytest.mark.rule("D-10-4")
def test_an_allegation_about_the_head_goes_from_report_to_closing(
    stack: Stack, schools: list[School], enter: Enter
) -> None:
    school = schools[0]
    head, chair = enter(school.who("head")), enter(school.who("chair"))
    assert school.who("head") == school.who("dsl")
    reference = report_the_head(enter(school.who("teacher", 3)), stack, school)
    case = take_up(chair, stack, reference)
    sees_nothing(head, stack, reference, case)
    given = {"severity": "high", "kind": "staff_concern"}
    triage(chair, given, "Nobody is in danger now.")  # it stays the head's own procedure
    take_picture(chair, "head-triaged")
    answer_questions(chair, frozenset())
    do_tasks(chair)
    write(chair, "set_outcome", "Advice given, as the LADO agreed.", "Record the outcome")
    take_picture(chair, "head-done")
    expect(chair.locator("#do-close")).to_contain_text("Whoever leads a case does not close it.")
    deputy_needs_the_lado(enter(school.who("ddsl")), case)
    sign(enter(school.who("saf_gov")), stack, reference)
    sees_nothing(head, stack, reference, case)


def report_the_head(page: Page, stack: Stack, school: School) -> str:
    """Choose the head from the list of staff; the receipt names who has it, never her."""
    name = school.who("head")["name"]
    page.goto(f"{stack.url}/staff/report/adult")
    take_picture(page, "adult-empty")
    page.locator("input[name=kind][value=staff_concern]").check()
    page.locator("input[name=who][value=one]").check()
    page.locator("#adult_search").fill(name.split()[-1][:5])
    page.get_by_label(name).check()
    page.locator("#happened").fill(HAPPENED)
    page.locator("input[name=danger_now][value=no]").check()
    take_picture(page, "adult-filled")
    page.locator(".send__button").click()
    heading(page, "Sent")
    take_picture(page, "adult-receipt")
    told = page.locator("main")
    expect(told).to_contain_text(school.who("chair")["name"])
    expect(told).not_to_contain_text(name)
    expect(told).to_contain_text("spoken to one of them in person")
    expect(told).not_to_contain_text("safeguarding lead")  # it is about her
    return page.locator("main .reference").first.inner_text()


def take_up(page: Page, stack: Stack, reference: str) -> str:
    """Open the case as the chair, answer the alert, lead it; return its address."""
    page.goto(f"{stack.url}/staff/inbox")
    page.locator("a.row__link", has_text=reference).click()
    expect(page.locator("main")).to_contain_text(HAPPENED)
    expect(page.locator("main")).to_contain_text("Allegation or concern about the headteacher")
    expect(page.locator("main")).to_contain_text("Do not let the adult")
    case = page.url.split("?")[0]
    press(page, "I have seen this")
    press(page, "Take this case")
    expect(page.locator("main")).to_contain_text("You have taken this case.")
    take_picture(page, "head-taken")
    return case


def sees_nothing(page: Page, stack: Stack, reference: str, case: str) -> None:
    """The head's own inbox and the case's address say nothing."""
    page.goto(f"{stack.url}/staff/inbox")
    expect(page.locator("main")).not_to_contain_text(reference)
    page.goto(case)
    expect(page.locator("main")).not_to_contain_text(reference)


def deputy_needs_the_lado(page: Page, case: str) -> None:
    """A deputy closes only with the LADO's agreement in writing."""
    page.goto(case)
    page.locator("#do-close > summary").click()
    page.locator("#close-reason").fill("Looked through the steps.")
    press(page, "Close the case")
    expect(page.locator(".govuk-error-summary")).to_contain_text("The chair of governors leads")
    take_picture(page, "head-close-refused")


def sign(page: Page, stack: Stack, reference: str) -> None:
    """The safeguarding governor looks through the case and signs its closing."""
    page.goto(f"{stack.url}/staff/inbox")
    page.locator("a.row__link", has_text=reference).click()
    page.locator("#do-close > summary").click()
    page.locator("#close-reason").fill("Looked through the steps with the LADO's letter.")
    press(page, "Close the case")
    expect(page.locator("main")).to_contain_text("This case is closed")
    take_picture(page, "head-closed")
