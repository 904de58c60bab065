"""Every page of the staff and the parent's page under axe, and as narrow as zoom makes them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from operations.stack import Stack
from tests.e2e.accessibility import Looker
from tests.e2e.children import Answers, tell
from tests.e2e.conftest import TABLET, Enter, MakeContext, take_picture
from tests.e2e.people import School, heading, messages_of, press, wait_for_mail
from tests.e2e.procedure import walk_procedure
from tests.e2e.test_child_tells import write
from tests.e2e.test_device_and_export import open_act, report_child, take_device

NOWHERE = "/staff/cases/00000000-0000-4000-8000-000000000000"
PAGES = {
    "dsl": [
        "",
        "/report",
        "/inbox",
        "/overview",
        "/my-alerts",
        "/how-we-work/readers",
        "/words",
        "/my-reports",
        "/devices",
        "/devices/take",
    ],
    "ddsl": ["/export", "/searches", "/deletions", "/deletions/new"],
    "head": [
        "/sending",
        "/ready",
        "/duty-phone",
        "/outside-numbers",
        "/public-lines",
        "/quarantines",
        "/quarantines/new",
        "/device-review",
        "/devices/rules",
    ],
    "office": ["", "/devices", "/tablets", "/going-home", "/stores", "/hand-in/left-over"],
}
ADVICE = [
    "/staff/advice",
    "/staff/advice/contacts",
    "/staff/advice/how-to-report",
    "/staff/how-we-work",
    "/staff/how-we-work/nudes",
    "/parent/advice",
    "/parent/advice/how-to-report",
    "/parent/advice/blocked-page",
    "/parent/advice/rules-we-sign",
    "/parent/about",
    "/staff/advice/acceptable-use",
    "/staff/advice/resources",
    "/staff/how-we-work/policy",
]
WORDS = "A man in the game asked me where I live."

# Puts a picture on the page; says whether it was loaded, or by which rule the page refused it.
SHOW_PICTURE = """address => new Promise(resolve => {
  document.addEventListener("securitypolicyviolation",
    event => resolve(`refused ${event.effectiveDirective}`), {once: true});
  const picture = document.createElement("img");
  picture.addEventListener("load", () => resolve("load"), {once: true});
  picture.src = address;
  document.body.append(picture);
})"""

Watch = Callable[[dict[str, Any]], Looker]


@pytest.fixture
def watch(enter: Enter) -> Watch:
    """Open a page as this person, with somebody who looks at it."""
    return lambda person: Looker(enter(person))


def test_every_list_and_empty_form(stack: Stack, school: School, watch: Watch) -> None:
    faults: list[str] = []
    for role, paths in PAGES.items():
        looker = watch(school.who(role))
        for path in paths:
            looker.page.goto(f"{stack.url}/staff{path}")
            looker.look(f"{role} {path}")
        faults += looker.faults
    assert faults == []


def test_the_pages_of_advice(stack: Stack, school: School, watch: Watch) -> None:
    looker = watch(school.who("teacher"))
    for path in [*ADVICE, *(f"/report/{school.page_code}/{one}" for one in ("school", "policy"))]:
        looker.page.goto(f"{stack.url}{path}")
        looker.look(path)
        take_picture(looker.page, path.strip("/").replace("/", "-"))
    assert looker.faults == []


@pytest.mark.rule("D-7.6-2")
def test_an_open_page_has_no_barrier_keeps_nothing_and_refuses_the_work_of_others(
    stack: Stack, schools: list[School], browser: Browser
) -> None:
    # a context of its own: what this page is made to refuse, the browser complains of
    page = browser.new_page(viewport=TABLET)
    looker = Looker(page)
    for path in ("/parent/about", f"/report/{schools[0].page_code}/policy"):
        page.goto(f"{stack.url}{path}")
        looker.look(path)
    assert looker.faults == []
    assert page.context.cookies() == []
    icon = page.locator("link[rel=icon]").get_attribute("href")
    # "localhost" is another origin than the one the page came from, and still this machine
    elsewhere = stack.url.replace("127.0.0.1", "localhost")
    assert page.evaluate(SHOW_PICTURE, icon) == "load"
    assert page.evaluate(SHOW_PICTURE, f"{elsewhere}{icon}") == "refused img-src"
    page.close()


def test_signing_in_rightly_and_wrongly(stack: Stack, make_context: MakeContext) -> None:
    looker = Looker(make_context().new_page())
    looker.page.goto(f"{stack.url}/staff/sign-in")
    looker.look("sign-in")
    looker.page.get_by_label("User name").fill("nobody")
    looker.page.get_by_label("Password").fill("not the right horse")
    press(looker.page, "Sign in")
    expect(looker.page.locator(".govuk-error-summary")).to_be_visible()
    looker.look("sign-in wrong")
    assert looker.faults == []


def test_a_report_with_errors_and_its_receipt(stack: Stack, school: School, watch: Watch) -> None:
    looker = watch(school.who("teacher", 3))
    page = looker.page
    page.goto(f"{stack.url}/staff/report")
    page.locator(".send__button").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    looker.look("report with errors")
    report_child(page, stack, school, "It came on her phone.")
    looker.look("receipt")
    page.goto(f"{stack.url}/staff/my-reports")
    looker.look("my reports")
    page.goto(stack.url + NOWHERE)
    looker.look("not there")
    assert looker.faults == []


def test_a_case_from_new_to_closed(
    stack: Stack, school: School, watch: Watch, make_context: MakeContext
) -> None:
    child = make_context().new_page()
    adult = school.who("teacher")
    tell(child, f"{stack.url}/s/{school.class_code}", Answers(WORDS, school.called(adult)))
    reader, lead = watch(adult), watch(school.who("dsl"))
    reader.page.goto(f"{stack.url}/staff/words")
    reader.look("words list")
    reader.page.locator("a.row__link").first.click()
    reader.look("words")
    case_id = reader.page.url.rpartition("/")[2]
    lead.page.goto(f"{stack.url}/staff/inbox")
    lead.look("inbox")
    # Not the first row: another journey's child, in danger, may have kept the deputy out.
    lead.page.locator(f"a.row__link[href$='{case_id}']").click()
    lead.look("case new")
    look_at_work(lead)
    deputy = watch(school.who("ddsl"))
    deputy.page.goto(lead.page.url.partition("?")[0])
    write(deputy.page, "close", "No further risk after two weeks.", "Close the case")
    expect(deputy.page.locator("main")).to_contain_text("This case is closed")
    deputy.look("case closed")
    assert reader.faults + lead.faults + deputy.faults == []


def look_at_work(looker: Looker) -> None:
    """Take and triage the case that is open, and work through its procedure."""
    page = looker.page
    press(page, "Take this case")
    expect(page.locator("main")).to_contain_text("You have taken this case.")
    for part in page.locator("details").all():
        part.evaluate("one => { one.open = true }")
    looker.look("case with every act open")
    form = page.locator("#triage-form")
    form.get_by_label("Medium").check()
    form.get_by_label("Contact from somebody").check()
    form.locator("input[name=risk_area][value=contact]").check()
    form.get_by_label("Reason", exact=True).fill("The account is blocked and she is safe.")
    press(page, "Record the triage")
    expect(page.locator("main")).to_contain_text("The triage is recorded.")
    looker.look("case triaged")
    for part in page.locator("details").all():
        part.evaluate("one => { one.open = true }")
    looker.look("case with every task open")
    page.reload()
    write(page, "set_outcome", "The account was blocked.", "Record the outcome")
    walk_procedure(page)
    looker.look("case worked through")


def test_a_device_and_what_the_parent_reads(
    stack: Stack, school: School, watch: Watch, make_context: MakeContext
) -> None:
    known = {one["id"] for one in messages_of(stack)}
    head, office = watch(school.who("head")), watch(school.who("office"))
    device = take_device(head.page, stack, school)
    head.look("device")
    office.page.goto(device)
    open_act(office.page, "return")
    office.look("device return")
    code = office.page.locator("strong.code").first.inner_text()
    office.page.goto(f"{stack.url}/staff/devices")
    office.look("devices list")
    (mail,) = wait_for_mail(stack, known, 1, school.family.guardians[0].email)
    found = re.search(r"http://\S+/parent/n/[0-9a-f-]{36}", mail["text"])
    assert found
    parent = Looker(make_context().new_page())
    look_as_parent(parent, found[0], code)
    assert head.faults + office.faults + parent.faults == []


def look_as_parent(looker: Looker, link: str, code: str) -> None:
    """The code's page, a wrong code, and the notice."""
    page = looker.page
    page.goto(link)
    looker.look("parent code")
    page.get_by_label("Your code").fill("AAAA2222")
    press(page, "Open the message")
    expect(page.locator("#code-error")).to_be_visible()
    looker.look("parent wrong code")
    page.get_by_label("Your code").fill(code)
    press(page, "Open the message")
    expect(page.get_by_label("Your code")).to_have_count(0)
    looker.look("parent notice")


def test_an_archive_is_made(stack: Stack, school: School, watch: Watch) -> None:
    looker = watch(school.who("dsl"))
    page = looker.page
    page.goto(f"{stack.url}/staff/export")
    page.locator("#search").fill(school.child[:5])
    page.locator("button[name=find][value=children]").click()
    page.get_by_label(school.child).check()
    looker.look("export found")
    page.locator("#reason").fill("Moves to another school on 7 January")
    press(page, "Make the archive")
    heading(page, "The archive is ready")
    looker.look("export made")
    assert looker.faults == []
