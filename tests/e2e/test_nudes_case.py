"""A picture that a child shared, at both schools: from the teacher's report to the closed case."""

import pytest
from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.e2e.conftest import Enter, take_picture
from tests.e2e.people import School, heading, press
from tests.e2e.procedure import answer_questions, do_tasks, open_task, triage
from tests.e2e.test_child_tells import write
from tests.e2e.test_device_and_export import confirm_where_needed, fill_device, give_back

SEEN = "He said that a picture of him is in a chat of four boys. I did not look at it."
# Police are rung, a referral is weighed, the picture is online, a phone is in school.
YES = frozenset(
    {
        *("crime_suspected", "needs_protection", "image_online", "no_agency_needed"),
        "device_in_possession",
    }
)
NOT_REFERRED = "The front door advised early help instead; Ms Fenwick, 10.40."
AGREED = "I have rung the front door too and agree."
OPEN_STEPS = "neither done nor left out with a reason"


@pytest.mark.guard("G-02")
@pytest.mark.guard("G-03")
@pytest.mark.guard("G-15")
@pytest.mark.guard("G-17")
@pytest.mark.guard("G-19")
def test_a_shared_picture_goes_from_report_to_closing(
    stack: Stack, school: School, enter: Enter
) -> None:
    teacher, lead = enter(school.who("teacher", 2)), enter(school.who("dsl"))
    deputy = enter(school.who("ddsl"))
    reference = report_picture(teacher, stack, school)
    case = take_up(lead, stack, reference)
    confirm_kind(lead)
    device = take_phone(lead, school)
    confirm_where_needed(stack, school, enter, device)
    lead.goto(case)
    answer_questions(lead, YES)
    take_picture(lead, "nudes-answered")
    assert_next_in_sight(lead)
    assert_locked(lead)
    leave_out_with_a_second_person(lead, deputy, case)
    log_call(lead, case)
    finish(lead, deputy, case)
    give_back(enter(school.who("office")), device, school)
    close(deputy, case)
    teacher.goto(f"{stack.url}/staff/my-reports")
    expect(teacher.locator(".row", has_text=reference)).to_contain_text("Closed")


def report_picture(page: Page, stack: Stack, school: School) -> str:
    """Report as a teacher, who is told on the page what to leave alone; return the reference."""
    page.goto(f"{stack.url}/staff/report")
    page.locator("#child_search").fill(school.child[:5])
    page.get_by_label(school.child).check()
    page.locator("#happened").fill(SEEN)
    answers = {"danger_now": "no", "told_dsl": "yes", "kind": "sexual_image"}
    for name, value in (answers | {"risk_area": "conduct", "about_adult": "no"}).items():
        page.locator(f"input[name={name}][value={value}]").check()
    expect(page.locator("#device-steps")).to_contain_text("Do not copy, print, send")
    page.locator(".send__button").click()
    heading(page, "Sent")
    take_picture(page, "nudes-receipt")
    return page.locator("main .reference").first.inner_text()


def take_up(page: Page, stack: Stack, reference: str) -> str:
    """Open the case from the inbox, answer the alert, lead it; return its address."""
    page.goto(f"{stack.url}/staff/inbox")
    page.locator("a.row__link", has_text=reference).click()
    expect(page.locator("main")).to_contain_text(SEEN)
    case = page.url.split("?")[0]
    press(page, "I have seen this")
    press(page, "Take this case")
    expect(page.locator("main")).to_contain_text("You have taken this case.")
    return case


def confirm_kind(page: Page) -> None:
    """Confirm the kind; its procedure begins, and what nobody may do stands in sight."""
    triage(page, {"severity": "high"}, "No adult is involved; nobody is threatened.")
    expect(page.locator("#procedure")).to_contain_text("sexual imagery")
    expect(page.locator("#prohibitions")).to_be_visible()
    expect(page.locator(".now")).to_contain_text("questions of the procedure.")
    take_picture(page, "nudes-triaged")


def take_phone(page: Page, school: School) -> str:
    """Take the phone in from its task; return the device's address."""
    open_task(page, "secure_device").get_by_role("button", name="Take the device in").click()
    expect(page.locator("main")).to_contain_text("This device will belong to the case")
    fill_device(page, school)
    press(page, "Record the device")
    expect(page.locator("main")).to_contain_text("Nobody has been told by Lantern.")
    return page.url.split("?")[0]


def assert_next_in_sight(page: Page) -> None:
    """The top of the page names the most pressing task, by when, and leads to it."""
    now = page.locator(".now")
    expect(now).not_to_contain_text("questions of the procedure")
    expect(now).to_contain_text(", by today at")
    first = now.locator("a[href^='#step-']").first
    task = page.locator(str(first.get_attribute("href")))
    expect(task).to_contain_text(first.inner_text())
    first.click()
    expect(task).to_be_in_viewport()


def assert_locked(page: Page) -> None:
    """Looking, telling the parents and deleting wait for their answers in writing."""
    for key, sentence in {
        "view_exception": "Nobody looks before",
        "parents": "No parent is told before",
        "deletion": "Deleting is locked until",
    }.items():
        task = open_task(page, key)
        expect(task).to_contain_text(sentence)
        expect(task.get_by_role("button", name="Done", exact=True)).to_have_count(0)


def leave_out_with_a_second_person(lead: Page, deputy: Page, case: str) -> None:
    """Not referring a child takes a reason and somebody else who agrees."""
    lead.goto(case)
    task = open_task(lead, "social_care")
    task.locator("textarea").fill(NOT_REFERRED)
    task.get_by_role("button", name="Leave it out: ask a second person").click()
    expect(open_task(lead, "social_care")).to_contain_text("A second person must agree.")
    deputy.goto(case)
    task = open_task(deputy, "social_care")
    expect(task).to_contain_text(NOT_REFERRED)
    take_picture(deputy, "nudes-second-person")
    task.locator("textarea").fill(AGREED)
    task.get_by_role("button", name="I agree: leave it out").click()
    expect(open_task(deputy, "social_care")).to_contain_text(AGREED)


def log_call(page: Page, case: str) -> None:
    """Write down the call to the police, with the minutes on hold and a day to ask again."""
    page.goto(case)
    page.locator("#do-refer > summary").click()
    form = page.locator("#contact-form")
    form.locator("#contact-agency").select_option("police")
    form.locator("#contact-way").select_option(index=1)
    form.locator("#contact-spoke_to").fill("PC Thistlewood, call handler")
    form.locator("#contact-number").fill("101")
    form.locator("#contact-minutes_on_hold").fill("14")
    form.locator("#contact-reference").fill("KX-0311")
    form.locator("#contact-what").fill("Recorded under outcome 21; they need no device.")
    take_picture(page, "nudes-call")
    press(page, "Record the contact")
    expect(page.locator(".timeline")).to_contain_text("outcome 21")


def finish(lead: Page, deputy: Page, case: str) -> None:
    """Do what is left; until then nobody closes, and whoever leads never does."""
    lead.goto(case)
    write(
        lead,
        "set_outcome",
        "Taken down; the boys and families are supported.",
        "Record the outcome",
    )
    deputy.goto(case)
    expect(deputy.locator("#do-close")).to_contain_text("A device linked with this case is still")
    lead.goto(case)
    do_tasks(lead)
    take_picture(lead, "nudes-done")
    expect(lead.locator("#step-deletion")).to_contain_text("Done")


def close(page: Page, case: str) -> None:
    page.goto(case)
    write(page, "close", "Looked through with the head.", "Close the case")
    expect(page.locator("main")).to_contain_text("This case is closed")
    take_picture(page, "nudes-closed")
