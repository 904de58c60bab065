"""The DSL tells a mother about a case; she reads, says so and answers; it lands on the case."""

import re

import pytest
from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.e2e.children import Answers, tell
from tests.e2e.conftest import Enter, MakeContext, take_picture
from tests.e2e.people import School, heading, messages_of, press, wait_for_mail
from tests.e2e.procedure import triage

WORDS = "They write nasty things about me in the class chat."
BULLYING = {"severity": "medium", "kind": "bullying", "risk_area": "conduct"}
ANSWER = "Thank you for telling us. We will talk tonight."


def cases_of(page: Page, stack: Stack) -> set[str]:
    """The addresses of the cases in somebody's inbox."""
    page.goto(f"{stack.url}/staff/inbox")
    rows = page.locator("a.row__link").all()
    return {f"{stack.url}{one.get_attribute('href')}" for one in rows}


def tell_mother(page: Page, school: School) -> str:
    """Look at the words, answer the question, tell the mother; return her code."""
    mother, father, _ = school.family.guardians
    page.get_by_role("link", name=re.compile("^Parents:")).click()
    heading(page, "Parents")
    expect(page.locator("#adult")).to_contain_text(f"{father.given_name} {father.family_name}")
    expect(page.locator("#adult")).to_contain_text("This adult must not be told")
    take_picture(page, "parents-empty")
    press(page, "Record the decision")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose who this is about")
    page.get_by_label(f"{mother.given_name} {mother.family_name}").first.check()
    press(page, "Look at the words")
    expect(page.locator("#looked-at")).to_contain_text("Something unkind happened online")
    take_picture(page, "parents-looked-at")
    press(page, "Record the decision")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Before a parent is told")
    take_picture(page, "parents-refused")
    page.locator("input[name=would_telling_put_child_at_risk][value=no]").check()
    page.locator("#reason").fill("I asked the child and I know the mother.")
    press(page, "Record the decision")
    expect(page.locator(".said--done")).to_contain_text("The parent gets a message")
    take_picture(page, "parents-told")
    return page.locator("strong.code").first.inner_text()


def read_and_answer(page: Page, link: str, code: str) -> None:
    """Open the notice on a phone, acknowledge it, forget the words, then answer."""
    page.goto(link)
    expect(page.locator("main")).not_to_contain_text("unkind")
    page.get_by_label("Your code").fill(code.lower())
    press(page, "Open the message")
    heading(page, "Something unkind happened online")
    take_picture(page, "parent-case-notice")
    press(page, "I have read this")
    expect(page.locator("main")).to_contain_text("Thank you.")
    page.get_by_label("I want to write something back").check()
    press(page, "Send to the school")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write your answer")
    take_picture(page, "parent-case-error")
    page.locator("#words").fill(ANSWER)
    press(page, "Send to the school")
    expect(page.locator("#sent")).to_contain_text("The school has it.")
    take_picture(page, "parent-case-answered")


@pytest.mark.guard("G-17")
def test_a_parent_reads_acknowledges_and_answers(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    dsl = enter(school.who("dsl"))
    before = cases_of(dsl, stack)
    child = make_context().new_page()
    tell(child, f"{stack.url}/s/{school.class_code}", Answers(WORDS, "I don't mind"))
    (fresh,) = cases_of(dsl, stack) - before
    dsl.goto(fresh)
    expect(dsl.locator("main")).to_contain_text(WORDS)
    triage(dsl, BULLYING, "She is safe.", child=school.child)
    known = {one["id"] for one in messages_of(stack)}
    code = tell_mother(dsl, school)
    (mail,) = wait_for_mail(stack, known, 1, school.family.guardians[0].email)
    assert "unkind" not in mail["text"]
    link = re.search(rf"{stack.url}/parent/n/[0-9a-f-]{{36}}", mail["text"])
    assert link
    read_and_answer(make_context(java_script_enabled=False).new_page(), link[0], code)
    dsl.reload()
    expect(dsl.locator("main")).to_contain_text(ANSWER)
    take_picture(dsl, "parents-answered")
    dsl.get_by_role("link", name=re.compile("^Case ")).click()
    expect(dsl.locator(".timeline")).to_contain_text(ANSWER)


def test_the_parents_site_reads_well(stack: Stack, make_context: MakeContext) -> None:
    page = make_context().new_page()
    page.goto(f"{stack.url}/parent")
    heading(page, "For parents and carers")
    take_picture(page, "parent-home")
    page.get_by_role("link", name="Advice for families").click()
    heading(page, "Advice for families")
    take_picture(page, "parent-advice")
