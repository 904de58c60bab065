"""A member of staff signs in and reports: by keyboard, without scripts, wrongly, and rightly."""

import base64
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from frontend.web.session import SESSION_COOKIE
from operations.stack import Stack
from tests.e2e.conftest import Enter, MakeContext, take_picture
from tests.e2e.people import School, fill_sign_in, heading, press

SEEN = "She said that a picture of her is going round in the class chat."
PICTURE = (
    "data:image/png;base64,"
    + base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12).decode()
)
TABS_AT_MOST = 90


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus."""
    for _ in range(TABS_AT_MOST):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def choose_by_keys(page: Page, name: str, value: str) -> None:
    """Choose a radio button with Tab, Space and the arrows."""
    group = page.locator(f"input[type=radio][name={name}]")
    tab_to(page, group.first)
    page.keyboard.press("Space")
    for _ in range(group.count()):
        if page.locator(f"input[name={name}][value={value}]").is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {value}")


def open_report(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/staff/report")
    heading(page, "Report a concern")


def references(page: Page, stack: Stack) -> list[str]:
    """The references of my reports."""
    page.goto(f"{stack.url}/staff/my-reports")
    return page.locator(".row .reference").all_inner_texts()


def state_of(page: Page, stack: Stack, reference: str) -> str:
    page.goto(f"{stack.url}/staff/my-reports")
    return page.locator(".row", has_text=reference).inner_text()


def test_a_report_by_keyboard_alone_arrives_and_shows_its_state(
    stack: Stack, school: School, enter: Enter
) -> None:
    page = enter(school.who("teacher", 1))
    open_report(page, stack)
    take_picture(page, "report-empty")
    tab_to(page, page.locator("#child_search"))
    page.keyboard.type(school.child[:5])
    child = page.get_by_label(school.child)
    expect(child).to_be_visible()
    tab_to(page, child)
    page.keyboard.press("Space")
    tab_to(page, page.locator("#happened"))
    page.keyboard.type(SEEN)
    answer_by_keys(page)
    tab_to(page, page.locator(".send__button"))
    page.keyboard.press("Enter")
    heading(page, "Sent")
    expect(page.locator("main")).to_contain_text(school.who("dsl")["name"])
    take_picture(page, "report-sent")
    reference = page.locator("main .reference").inner_text()
    assert "Nobody has opened it yet" in state_of(page, stack, reference)

    lead = enter(school.who("dsl"))
    open_as_lead(lead, stack, reference)
    assert "First seen today" in state_of(page, stack, reference)
    press(lead, "I have seen this")
    expect(lead.locator("main")).to_contain_text("recorded that you have seen this")
    assert "Being looked at" in state_of(page, stack, reference)
    take_picture(page, "my-reports")


def answer_by_keys(page: Page) -> None:
    """Answer the report's questions; a sexual image shows what to do with the device."""
    steps = page.locator("#device-steps")
    choose_by_keys(page, "danger_now", "no")
    choose_by_keys(page, "told_dsl", "yes")
    expect(steps).to_be_hidden()
    choose_by_keys(page, "kind", "sexual_image")
    expect(steps).to_be_visible()
    expect(steps).to_contain_text("Do not copy, print, send, photograph or delete it.")
    take_picture(page, "report-sexual-image")
    choose_by_keys(page, "risk_area", "conduct")
    choose_by_keys(page, "about_adult", "no")


def open_as_lead(page: Page, stack: Stack, reference: str) -> None:
    page.goto(f"{stack.url}/staff/inbox")
    take_picture(page, "inbox")
    page.locator("a.row__link", has_text=reference).click()
    expect(page.locator("main")).to_contain_text(SEEN)
    take_picture(page, "case-from-staff")


def test_a_report_without_scripts_comes_back_filled_in_and_then_goes(
    stack: Stack, school: School, enter: Enter
) -> None:
    page = enter(school.who("assistant"), java_script_enabled=False)
    open_report(page, stack)
    page.locator("#happened").fill(SEEN)
    page.locator("#child_search").fill(school.child[:5])
    page.locator("button[name=find][value=children]").click()
    page.get_by_label(school.child).check()
    expect(page.locator("#happened")).to_have_value(SEEN)
    take_picture(page, "report-found-no-script")
    page.locator(".send__button").click()
    expect(page.locator(".govuk-error-summary li")).to_have_count(5)
    expect(page.locator("#happened")).to_have_value(SEEN)
    expect(page.get_by_label(school.child)).to_be_checked()
    take_picture(page, "report-wrong")
    answer(page)
    page.locator(".send__button").click()
    heading(page, "Sent")


def answer(page: Page) -> None:
    """Answer what is not yet answered."""
    answers = {"danger_now": "no", "told_dsl": "no", "kind": "bullying", "risk_area": "conduct"}
    for name, value in (answers | {"about_adult": "not_sure"}).items():
        page.locator(f"input[name={name}][value={value}]").check()


@pytest.mark.guard("G-01")
def test_a_picture_is_refused_with_a_sentence_and_nothing_is_kept(
    stack: Stack, school: School, enter: Enter
) -> None:
    page = enter(school.who("assistant", 1))
    before = references(page, stack)
    open_report(page, stack)
    page.locator("#unknown_child").check()
    page.locator("#happened").fill(PICTURE)
    answer(page)
    page.locator(".send__button").click()
    expect(page.locator("#happened-error")).to_be_visible()
    take_picture(page, "report-pasted-picture")
    sent = page.request.post(
        f"{stack.url}/staff/report",
        multipart={"photo": {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"}},
    )
    assert sent.status == 415
    assert "describe in words" in sent.text()
    assert references(page, stack) == before


@pytest.mark.guard("G-34")
def test_somebody_signs_in_out_and_is_locked_after_five_wrong_passwords(
    stack: Stack, school: School, make_context: MakeContext
) -> None:
    person = school.who("slt", -1)
    page = make_context().new_page()
    page.goto(f"{stack.url}/staff/inbox")
    take_picture(page, "sign-in")
    fill_sign_in(page, person)
    press(page, "Sign in")
    expect(page).not_to_have_url(f"{stack.url}/staff/sign-in")
    press(page, "Sign out")
    expect(page.locator("main")).to_contain_text("You have signed out.")
    take_picture(page, "signed-out")
    for _ in range(5):
        fill_sign_in(page, person | {"password": "not the right horse"})
        press(page, "Sign in")
        expect(page.locator(".govuk-error-summary")).to_be_visible()
    take_picture(page, "sign-in-wrong")
    fill_sign_in(page, person)
    press(page, "Sign in")
    expect(page.locator(".govuk-error-summary")).to_contain_text("15 minutes")
    take_picture(page, "sign-in-locked")


def test_a_school_tablet_needs_no_code_until_it_is_taken_out(
    stack: Stack, school: School, enter: Enter
) -> None:
    office = enter(school.who("office"))
    enrol(office, stack)
    office.context.clear_cookies(name=SESSION_COOKIE)
    teacher = school.who("teacher", 2)
    sign_in_without_code(office, stack, teacher)
    expect(office.locator(".masthead__who")).to_have_text(teacher["name"])
    press(office, "Sign out")

    head = enter(school.who("head"))
    head.goto(f"{stack.url}/staff/tablets")
    head.locator(".row", has_text="Year 4 tablet 2").get_by_role("button").click()
    expect(head.locator("main")).to_contain_text("Taken out")
    take_picture(head, "tablets")
    sign_in_without_code(office, stack, teacher)
    expect(office.locator(".govuk-error-summary")).to_be_visible()
    take_picture(office, "sign-in-tablet-refused")


def enrol(page: Page, stack: Stack) -> None:
    """Set up the device that the office holds."""
    page.goto(f"{stack.url}/staff/tablets")
    take_picture(page, "tablets-none")
    page.get_by_label("Name of this tablet").fill("Year 4 tablet 2")
    press(page, "Set up this device")
    expect(page.locator("main")).to_contain_text("This device is set up.")


def sign_in_without_code(page: Page, stack: Stack, person: dict[str, Any]) -> None:
    page.goto(f"{stack.url}/staff/sign-in")
    fill_sign_in(page, person, with_code=False)
    press(page, "Sign in")
