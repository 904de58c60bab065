"""A lead shares an allegation; the LADO comes in by link and code, and advice opens a step."""

import re

import pytest
from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.e2e.accessibility import Looker
from tests.e2e.conftest import PHONE, Enter, MakeContext, take_picture
from tests.e2e.people import School, heading, messages_of, press, wait_for_mail
from tests.e2e.procedure import open_task, triage

HAPPENED = "He sent a pupil messages from his own telephone late in the evening."
LADO = "jo.alder@council.example"
ADVICE = "Do not ask him yet. Tell him on Friday that a concern came in, and no more."
REASON = "An allegation about an adult; advice is needed today."
FACTS = "An adult sent a pupil messages at night. The tablet is locked away."
WAITS = "This waits for the LADO's advice."


def report_a_teacher(page: Page, stack: Stack, name: str) -> str:
    """Report a colleague; return the case's reference."""
    page.goto(f"{stack.url}/staff/report/adult")
    page.locator("input[name=kind][value=staff_concern]").check()
    page.locator("input[name=who][value=one]").check()
    page.locator("#adult_search").fill(name.rsplit(maxsplit=1)[-1][:5])
    page.get_by_label(name).check()
    page.locator("#happened").fill(HAPPENED)
    page.locator("input[name=danger_now][value=no]").check()
    page.locator(".send__button").click()
    heading(page, "Sent")
    return page.locator("main .reference").first.inner_text()


def take_up(page: Page, stack: Stack, reference: str) -> str:
    """Open and triage the case; return its address."""
    page.goto(f"{stack.url}/staff/inbox")
    page.locator("a.row__link", has_text=reference).click()
    expect(page.locator("main")).to_contain_text(HAPPENED)
    given = {"severity": "high", "kind": "staff_concern"}
    triage(page, given, "Nobody is in danger now.")
    return page.url.split("?")[0]


def share(page: Page) -> str:
    """Share the case with the LADO; forget the address first. Return the code."""
    page.get_by_role("link", name=re.compile("^Shared with:")).click()
    heading(page, "Shared with")
    take_picture(page, "shares-empty")
    page.locator("input[name=role][value=lado]").check()
    page.get_by_label("Their name").fill("Jo Alder")
    page.get_by_label("For whom they work").fill("The council")
    page.get_by_label("Their telephone").fill("01234 567890")
    page.locator("#reason").fill(REASON)
    press(page, "Share it")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write one e-mail address")
    take_picture(page, "shares-refused")
    expect(page.get_by_label("Their name")).to_have_value("Jo Alder")
    page.get_by_label("Their e-mail address").fill(LADO)
    press(page, "Share it")
    expect(page.locator(".said--done")).to_contain_text("Ring them and read out the code.")
    take_picture(page, "shares-shared")
    return page.locator("strong.code").first.inner_text()


def read_and_advise(page: Page, link: str, code: str, subject: str) -> None:
    """Come in without JavaScript on a telephone, say so, read, forget the words, then advise."""
    page.goto(link)
    expect(page.locator("main")).not_to_contain_text(HAPPENED)
    take_picture(page, "partner-code")
    page.get_by_label("Your code").fill("AAAA AAAA")
    press(page, "Open")
    expect(page.locator(".govuk-error-summary")).to_contain_text("does not open this page")
    page.get_by_label("Your code").fill(code.lower())
    press(page, "Open")
    heading(page, "An allegation about an adult at school")
    expect(page.locator("main")).to_contain_text(HAPPENED)
    expect(page.locator("main")).to_contain_text(subject)
    expect(page.locator("main")).not_to_contain_text("None")
    take_picture(page, "partner-lado")
    press(page, "I have this")
    expect(page.locator("main")).to_contain_text("The school knows that you have it")
    page.get_by_label("I give advice").check()
    press(page, "Send to the school")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write your advice")
    take_picture(page, "partner-lado-error")
    page.locator("#words").fill(ADVICE)
    press(page, "Send to the school")
    expect(page.locator("#sent")).to_contain_text("is told now")
    expect(page.locator("main")).to_contain_text(ADVICE)
    take_picture(page, "partner-lado-advised")


@pytest.mark.guard("G-14")
@pytest.mark.rule("D-10.2-2")
def test_the_lados_advice_opens_the_locked_step(
    stack: Stack, schools: list[School], make_context: MakeContext, enter: Enter
) -> None:
    school = schools[1]
    subject = school.who("teacher", 1)
    reference = report_a_teacher(enter(school.who("teacher", 3)), stack, subject["name"])
    dsl = enter(school.who("dsl"))
    case = take_up(dsl, stack, reference)
    expect(open_task(dsl, "tell_subject")).to_contain_text(WAITS)
    take_picture(dsl, "allegation-locked")
    known = {one["id"] for one in messages_of(stack)}
    code = share(dsl)
    (mail,) = wait_for_mail(stack, known, 1, LADO)
    for word in (reference, subject["name"], "telephone late", code.replace(" ", "")):
        assert word not in f"{mail['subject']} {mail['text']}"
    link = re.search(rf"{stack.url}/partner/s/[0-9a-f-]{{36}}", mail["text"])
    assert link
    lado = make_context(java_script_enabled=False, viewport=PHONE).new_page()
    read_and_advise(lado, link[0], code, subject["name"])
    dsl.reload()
    expect(dsl.locator("main")).to_contain_text(ADVICE)
    take_picture(dsl, "shares-advised")
    dsl.goto(case)
    expect(dsl.locator(".timeline")).to_contain_text(ADVICE)
    task = open_task(dsl, "tell_subject")
    expect(task).not_to_contain_text(WAITS)
    expect(task.get_by_role("button", name="Done", exact=True)).to_be_visible()
    task.locator("textarea").first.fill("Told on Friday, as agreed.")
    task.get_by_role("button", name="Done", exact=True).click()
    expect(dsl.locator("main")).to_contain_text("It is recorded.")
    take_picture(dsl, "allegation-opened")
    shut_out(dsl, case, lado)


@pytest.mark.guard("G-22")
def test_each_role_sees_its_own_view_and_every_page_is_for_everybody(
    stack: Stack, schools: list[School], make_context: MakeContext, enter: Enter
) -> None:
    school = schools[1]
    reference = report_a_teacher(
        enter(school.who("teacher", 3)), stack, school.who("teacher", 2)["name"]
    )
    dsl = enter(school.who("dsl"))
    address = f"{take_up(dsl, stack, reference)}/shares"
    faults = []
    for role, facts, seen in (
        ("lado", "", "Whom it is about"),
        ("police", FACTS, FACTS),
        ("governor", "", "Steps still to do"),
    ):
        known = {one["id"] for one in messages_of(stack)}
        dsl.goto(address)
        fill(dsl, role, facts)
        expect(dsl.locator(".said--done")).to_contain_text("Ring them and read out the code.")
        code = dsl.locator("strong.code").first.inner_text()
        (mail,) = wait_for_mail(stack, known, 1, f"{role}@outside.example")
        link = re.search(rf"{stack.url}/partner/s/[0-9a-f-]{{36}}", mail["text"])
        assert link
        page = make_context(viewport=PHONE).new_page()
        page.goto(link[0])
        first = Looker(page)
        first.look(f"partner code {role}")
        faults += first.faults
        page.get_by_label("Your code").fill(code)
        press(page, "Open")
        expect(page.locator("main")).to_contain_text(seen)
        if role != "lado":
            expect(page.locator("main")).not_to_contain_text(HAPPENED)
        take_picture(page, f"partner-{role}")
        outside, staff = Looker(page), Looker(dsl)
        outside.look(f"partner {role}")
        staff.look(f"shares {role}")
        faults += outside.faults + staff.faults
    assert faults == []


def fill(page: Page, role: str, facts: str) -> None:
    """Share the case with somebody of this role."""
    page.locator(f"input[name=role][value={role}]").check()
    page.get_by_label("Their name").fill("Sam Birch")
    page.get_by_label("For whom they work").fill("Outside")
    page.get_by_label("Their e-mail address").fill(f"{role}@outside.example")
    page.locator("#reason").fill(REASON)
    page.locator("#facts").fill(facts)
    press(page, "Share it")


def shut_out(dsl: Page, case: str, lado: Page) -> None:
    """The DSL ends the share; the LADO's open page shuts."""
    dsl.goto(f"{case}/shares")
    press(dsl, "End it now")
    expect(dsl.locator(".said--done")).to_contain_text("The share has ended.")
    take_picture(dsl, "shares-ended")
    lado.reload()
    expect(lado.get_by_label("Your code")).to_be_visible()
    expect(lado.locator("main")).not_to_contain_text(HAPPENED)
    lado.goto(lado.url.split("/partner")[0] + "/partner")
    heading(lado, "A school has shared something with you")
    take_picture(lado, "partner-home")
