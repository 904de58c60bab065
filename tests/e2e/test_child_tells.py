"""From a child's first words to the mark that somebody has read them, in both demo schools."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.e2e.children import Answers, answer_all, come_back, read_end, tell
from tests.e2e.conftest import Enter, MakeContext, take_picture
from tests.e2e.people import School, heading, messages_of, press, wait_for_mail
from tests.e2e.procedure import fill_triage, record_triage, walk_procedure

NARROW = 320
CANARY = "zanzibar-trombone"
WORDS = f"A man in the game asked me where I live. {CANARY}"


def open_inbox(page: Page, stack: Stack) -> set[str]:
    """Open the inbox and return the addresses of the cases in it."""
    page.goto(f"{stack.url}/staff/inbox")
    heading(page, "Inbox")
    return cases_in(page)


def cases_in(page: Page) -> set[str]:
    return {str(one.get_attribute("href")) for one in page.locator("a.row__link").all()}


def new_case(page: Page, before: set[str]) -> str:
    """Wait, without loading anything, until one more case stands in the open inbox.

    The stream brings it: the list's own look, once a minute, would come too late.
    """
    expect(page.locator("a.row__link")).to_have_count(len(before) + 1)
    (fresh,) = cases_in(page) - before
    return fresh


def assert_thin(message: dict[str, object], stack: Stack, school: School) -> None:
    """A message says that there is something, and nothing else (T7)."""
    said = f"{message['headers']} {message['subject']} {message['text']}".casefold()
    names = [one["name"] for one in school.people]
    class_names = school.plan.class_names
    for secret in (CANARY, "game", "scared", "/cases/", school.class_code, *names, *class_names):
        assert secret.casefold() not in said
    assert f"{stack.url}/staff" in str(message["text"])


def test_a_child_tells_and_sees_that_the_chosen_adult_has_read_it(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    known = {one["id"] for one in messages_of(stack)}
    lead = enter(school.who("dsl"))
    before = open_inbox(lead, stack)
    adult = school.who("teacher")
    called = school.called(adult)
    child = make_context(java_script_enabled=False).new_page()
    look = partial(take_picture, child)
    told = tell(child, f"{stack.url}/s/{school.class_code}", Answers(WORDS, called), look)
    assert called in told.text

    new_case(lead, before)
    take_picture(lead, "inbox-live")
    for message in wait_for_mail(stack, known, 4):
        assert_thin(message, stack, school)
    back = f"{stack.url}/come-back/{school.class_code}"
    assert "We have it" in come_back(child, back, told.pictures, look)

    talk_with(enter(adult), stack)
    said = come_back(child, back, told.pictures, look)
    assert f"{called} has read this" in said


def talk_with(page: Page, stack: Stack) -> None:
    """Read a child's words as the adult they chose, and say that we have talked."""
    page.goto(f"{stack.url}/staff")
    expect(page.locator("main")).to_contain_text("for you")
    take_picture(page, "home-with-alert")
    page.goto(f"{stack.url}/staff/words")
    take_picture(page, "words-list")
    page.locator("a.row__link").first.click()
    expect(page.locator("main")).to_contain_text(CANARY)
    expect(page.locator("main")).not_to_contain_text("Chronology")
    take_picture(page, "words")
    press(page, "I have talked with them")
    expect(page.locator("main")).to_contain_text("You talked with them")
    case = page.url.rsplit("/", 1)[1].split("?")[0]
    page.goto(f"{stack.url}/staff/cases/{case}")
    expect(page.locator("main")).not_to_contain_text(CANARY)


def test_one_person_takes_a_case_and_works_it_to_its_close(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    lead, deputy = enter(school.who("dsl")), enter(school.who("ddsl"))
    before = open_inbox(lead, stack)
    child = make_context(java_script_enabled=False).new_page()
    told = tell(child, f"{stack.url}/s/{school.class_code}", Answers(WORDS, "I don't mind"))
    child.reload()  # sends the same report again, and it is still one
    assert read_end(child) == told
    case = new_case(lead, before)
    for page in (lead, deputy):
        page.goto(stack.url + case)
        expect(page.locator("main")).to_contain_text(CANARY)
    take_picture(lead, "case-new")
    press(lead, "I have seen this")
    press(lead, "Take this case")
    expect(lead.locator("main")).to_contain_text("You have taken this case.")
    press(deputy, "Take this case")
    expect(deputy.locator("main")).to_contain_text(school.who("dsl")["name"])
    expect(deputy.locator("main")).not_to_contain_text("You have taken this case.")
    take_picture(deputy, "case-taken-by-another")
    work(lead, school)
    walk_procedure(lead)
    expect(lead.locator("#do-close")).to_contain_text("Whoever leads a case does not close it.")
    deputy.goto(stack.url + case)
    write(deputy, "close", "No further risk after two weeks.", "Close the case")
    expect(deputy.locator("main")).to_contain_text("This case is closed")
    take_picture(deputy, "case-closed")


def work(page: Page, school: School) -> None:
    """Triage, note, outcome."""
    given = {"severity": "medium", "kind": "stranger_contact", "risk_area": "contact"}
    fill_triage(page, given, "The account is blocked and she is safe.", child=school.child)
    take_picture(page, "case-triage")
    record_triage(page)
    take_picture(page, "case-triaged")
    write(page, "note", "Spoke with the child; mother is coming in.", "Record the note")
    take_picture(page, "case-in-work")
    write(page, "set_outcome", "The account was blocked; family supported.", "Record the outcome")


def write(page: Page, part: str, words: str, button: str) -> None:
    """Open one part of the case page, write into it and send it."""
    expect(page.locator(f"#do-{part} > summary")).to_be_visible()
    page.locator(f"#do-{part} > summary").click()
    page.locator(f"#do-{part} textarea").fill(words)
    press(page, button)
    expect(page.locator(".timeline")).to_contain_text(words)


@pytest.mark.guard("G-12")
def test_a_deputy_sees_nothing_of_a_report_about_themselves(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    person = school.who("ddsl")
    family_name = person["name"].split()[-1]
    lead, subject = enter(school.who("dsl")), enter(person)
    before = open_inbox(lead, stack)
    open_inbox(subject, stack)
    counts = subject.locator(".counts").inner_text()
    child = make_context().new_page()
    answers = Answers(f"{family_name} shouts at me online. {CANARY}", "I don't mind", "Yes")
    told = tell(child, f"{stack.url}/s/{school.class_code}", answers)
    assert family_name not in told.text

    case = new_case(lead, before)
    assert case not in open_inbox(subject, stack)
    assert subject.locator(".counts").inner_text() == counts
    nowhere = subject.goto(f"{stack.url}/staff/cases/00000000-0000-4000-8000-000000000000")
    theirs = subject.goto(stack.url + case)
    assert nowhere
    assert theirs
    assert (theirs.status, nowhere.status) == (404, 404)
    take_picture(subject, "not-there")
    for path in ("", "/words", "/my-reports", f"/words/{case.rsplit('/', 1)[1]}"):
        subject.goto(f"{stack.url}/staff{path}")
        assert CANARY not in subject.content()
        assert case not in subject.content()


def test_whom_a_child_in_danger_does_not_want_to_know_is_not_told(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    person = school.who("ddsl", 1)
    lead, kept_out = enter(school.who("dsl")), enter(person)
    before = open_inbox(lead, stack)
    child = make_context(java_script_enabled=False).new_page()
    child.goto(f"{stack.url}/s/{school.class_code}")
    child.get_by_text("Who will see what I say?").click()
    take_picture(child, "child-who-will-see")
    tell_without(child, school.called(person))

    case = new_case(lead, before)
    take_picture(lead, "inbox-danger")
    lead.goto(stack.url + case)
    expect(lead.locator("main")).to_contain_text("Somebody may be in danger now.")
    expect(lead.locator("main")).to_contain_text(f"{person['name']} (the child asked for this)")
    take_picture(lead, "case-danger")
    assert case not in open_inbox(kept_out, stack)


def tell_without(page: Page, not_them: str) -> None:
    """Tell that I am not safe, that somebody should come, and who should not know."""
    press(page, "No, or I am not sure")
    heading(page, "Go to a grown")
    take_picture(page, "child-help-now")
    press(page, "I can tell you more now")
    press(page, "Skip this")
    press(page, "I don't want to write. Please come and talk to me.")
    press(page, "There is someone I do not want to know")
    heading(page, "Who should not know?")
    page.get_by_label(not_them).check()
    take_picture(page, "child-not-adult")
    page.locator("button[name=go][value=next]").click()
    heading(page, "Who do you want to talk to?")
    expect(page.get_by_role("button", name=not_them)).to_have_count(0)
    expect(page.locator("main")).to_contain_text(f"We will not tell {not_them}.")
    press(page, "Someone else")
    press(page, "I am not sure")
    page.get_by_label("My name is").fill("Robin")
    take_picture(page, "child-look-skipped")
    press(page, "Send it with my name")
    assert not_them not in read_end(page).text
    take_picture(page, "child-sent-danger")


def test_a_young_child_tells_while_accounts_is_down(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    child = make_context(java_script_enabled=False).new_page()
    child.goto(f"{stack.url}/s/{school.page_code}")
    take_picture(child, "child-doors")
    child.locator("button[name=answer][value=little]").click()
    take_picture(child, "little-safe")
    stack.kill("accounts")
    try:
        press(child, "Yes, I am safe")
        take_picture(child, "little-topics")
        press(child, "Someone was unkind")
        take_picture(child, "little-adult")
        child.get_by_label("I don't mind").check()
        child.get_by_label("No", exact=True).check()
        press(child, "Send it")
        told = read_end(child)
        take_picture(child, "little-sent")
    finally:
        stack.restart("accounts")
    stack.wait_until_ready()
    assert len(set(told.pictures)) == 3


def test_what_was_not_sent_stays_on_the_page_until_it_is(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    child = make_context(java_script_enabled=False).new_page()
    child.goto(f"{stack.url}/s/{school.class_code}")
    answer_all(child, Answers(WORDS, "I don't mind"))
    stack.kill("reporting")
    try:
        press(child, "Send it with no name")
        expect(child.locator("main")).to_contain_text("It is not sent yet")
        expect(child.locator("main")).to_contain_text(CANARY)
        take_picture(child, "child-not-sent")
    finally:
        stack.restart("reporting")
    stack.wait_until_ready()
    press(child, "Try again")
    assert read_end(child).pictures
