"""A phone is taken and given back, the parent hears; a record leaves the school."""

import io
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from operations.stack import Stack
from tests.e2e.archives import assert_harmless, check_manifest, unseal
from tests.e2e.conftest import Enter, MakeContext, take_picture
from tests.e2e.people import School, heading, is_fresh, messages_of, press, wait_for_mail

LOOKS = "Blue phone, cracked corner, fox sticker"
LOOKS_AT_MOST = 40
FORMULA = '=HYPERLINK("http://evil.example","look")'


def take_device(page: Page, stack: Stack, school: School, evidence: str = "no") -> str:
    """Record a device of the school's child; return the address of its page."""
    page.goto(f"{stack.url}/staff/devices/take")
    fill_device(page, school, evidence)
    take_picture(page, "device-take")
    press(page, "Record the device")
    expect(page.locator("main")).to_contain_text("The device is recorded.")
    return page.url.split("?")[0]


def fill_device(page: Page, school: School, evidence: str = "no") -> None:
    """Fill in the page on which a device is taken."""
    page.locator("#child_search").fill(school.child[:5])
    page.get_by_label(school.child).check()
    page.locator("input[name=ground][value=school_rule]").check()
    page.locator(f"input[name=possible_evidence][value={evidence}]").check()
    page.locator("input[name=kind][value=phone]").check()
    page.locator("#description").fill(LOOKS)
    page.locator("input[name=power_state][value=off]").check()
    page.locator("input[name=place]").first.check()


def open_act(page: Page, act: str) -> None:
    page.locator(f"#do-{act} > summary").click()


def text_of_pdf(page: Page, url: str) -> str:
    """Fetch a paper and return its words."""
    answer = page.request.get(url)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.body())).pages)


def confirm_where_needed(stack: Stack, school: School, enter: Enter, device: str) -> None:
    """Where the head confiscates, a teacher's taking is safe-keeping until the head confirms."""
    head = enter(school.who("head"))
    head.goto(device)
    if school.plan.profile == "downs":
        expect(head.locator(".case-line")).to_contain_text("Held")
        expect(head.locator("#do-confirm")).to_have_count(0)
        return
    expect(head.locator(".case-line")).to_contain_text("In safe-keeping")
    open_act(head, "confirm")
    head.locator("#confirm-form button").last.click()
    expect(head.locator(".case-line")).to_contain_text("Held")
    take_picture(head, "device-confirmed")


@pytest.mark.guard("G-08")
def test_a_phone_is_taken_the_parent_hears_and_it_goes_home(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    known = {one["id"] for one in messages_of(stack)}
    teacher = enter(school.who("teacher", 3))
    device = take_device(teacher, stack, school)
    take_picture(teacher, "device-taken")
    assert "Scan" in text_of_pdf(teacher, f"{device}/print/label-a4.pdf")
    confirm_where_needed(stack, school, enter, device)

    (mail,) = wait_for_mail(stack, known, 1, school.family.guardians[0].email)
    link = read_thin_mail(mail, stack, school)
    office = enter(school.who("office"))
    office.goto(device)
    code = office.locator("strong.code").first.inner_text()
    take_picture(office, "device-office")
    read_as_parent(make_context().new_page(), link, code, school)
    give_back(office, device, school)


def read_thin_mail(mail: dict[str, Any], stack: Stack, school: School) -> str:
    """The mother's message has a link and no word of what it is about; return the link."""
    mother = school.family.guardians[0]
    assert mail["to"] == [mother.email]
    said = f"{mail['headers']} {mail['text']}".casefold().replace(mother.email.casefold(), "")
    for secret in ("phone", "device", "confiscat", school.child.split()[0], school.name):
        assert secret.casefold() not in said
    found = re.search(rf"{stack.url}/parent/n/[0-9a-f-]{{36}}", mail["text"])
    assert found
    return found[0]


def read_as_parent(page: Page, link: str, code: str, school: School) -> None:
    """One wrong code, then the right one."""
    page.goto(link)
    take_picture(page, "parent-code")
    page.get_by_label("Your code").fill("AAAA2222")
    press(page, "Open the message")
    expect(page.locator("#code-error")).to_be_visible()
    take_picture(page, "parent-wrong-code")
    page.get_by_label("Your code").fill(code.lower())
    press(page, "Open the message")
    heading(page, school.child.split()[0])
    expect(page.locator("main")).not_to_contain_text(LOOKS)
    take_picture(page, "parent-notice")
    press(page, "I have read this")
    expect(page.locator("main")).to_contain_text("Thank you.")
    take_picture(page, "parent-read")


def give_back(page: Page, device: str, school: School) -> None:
    """Hand the phone to the mother; the barred father is not to be chosen, and it says why."""
    mother, father, _ = school.family.guardians
    page.goto(device)
    open_act(page, "return")
    form = page.locator("#return-form")
    expect(form.get_by_label(f"{father.given_name} {father.family_name}")).to_have_count(0)
    expect(form.locator(".not-them").first).to_contain_text(father.family_name)
    take_picture(page, "device-return")
    form.locator("button").last.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    form.get_by_label(f"{mother.given_name} {mother.family_name}").check()
    form.locator("#return-identity_checked").check()
    form.get_by_label("I know this person").check()
    form.locator("input[name=signed_name]").fill(f"{mother.given_name} {mother.family_name}")
    form.locator("button").last.click()
    expect(page.locator("main")).to_contain_text("The device is given back.")
    take_picture(page, "device-returned")
    receipt = text_of_pdf(page, f"{device}/print/receipt.pdf")
    assert mother.family_name in receipt
    assert school.name in receipt


@pytest.mark.guard("G-08")
def test_a_barred_guardian_who_is_sent_all_the_same_is_refused(
    stack: Stack, school: School, enter: Enter
) -> None:
    office = enter(school.who("office"))
    device = take_device(enter(school.who("head")), stack, school)
    office.goto(device)
    open_act(office, "return")
    form = office.locator("#return-form")
    theirs = id_of_father(enter(school.who("dsl")), stack, school)
    form.locator("input[name=guardian_id]").first.evaluate(
        "(one, id) => { one.value = id }", theirs
    )
    form.locator("input[name=guardian_id]").first.check()
    form.locator("#return-identity_checked").check()
    form.get_by_label("I know this person").check()
    form.locator("input[name=signed_name]").fill("Shane")
    form.locator("button").last.click()
    expect(office.locator(".alarm, .govuk-error-summary").first).to_be_visible()
    take_picture(office, "device-barred")
    office.goto(device)
    expect(office.locator(".case-line")).to_contain_text("Held")


def id_of_father(page: Page, stack: Stack, school: School) -> str:
    """Read the barred father's id where a lead decides whom to tell about a police device."""
    take_device(page, stack, school, evidence="yes")
    name = school.family.guardians[1].given_name
    item = page.locator("#do-notice .govuk-radios__item", has_text=name)
    return str(item.locator("input").get_attribute("value"))


@pytest.mark.guard("G-05")
def test_a_device_that_the_police_may_need_cannot_be_given_back(
    stack: Stack, school: School, enter: Enter
) -> None:
    known = {one["id"] for one in messages_of(stack)}
    head = enter(school.who("head"))
    head.goto(take_device(head, stack, school, evidence="yes"))
    expect(head.locator(".case-line")).to_contain_text("Held for the police")
    open_act(head, "return")
    expect(head.locator("#return-form")).to_have_count(0)
    expect(head.locator("#do-return .govuk-inset-text")).to_be_visible()
    take_picture(head, "device-evidence")
    head.goto(f"{stack.url}/staff/devices")
    take_picture(head, "devices")
    mother = school.family.guardians[0].email
    assert not [one for one in messages_of(stack) if is_fresh(one, known, mother)]


@pytest.mark.guard("G-17")
def test_a_device_of_a_case_tells_no_parent_and_stands_in_the_chronology(
    stack: Stack, school: School, enter: Enter
) -> None:
    known = {one["id"] for one in messages_of(stack)}
    report_child(enter(school.who("teacher", 3)), stack, school, "It came on her phone.")
    lead = enter(school.who("dsl"))
    lead.goto(f"{stack.url}/staff/inbox")
    lead.locator("a.row__link", has_text=school.child).first.click()
    case = lead.url
    press(lead, "Take in a device for this case")
    expect(lead.locator("main")).to_contain_text("This device will belong to the case")
    fill_device(lead, school)
    press(lead, "Record the device")
    expect(lead.locator("main")).to_contain_text("The device is recorded.")
    expect(lead.locator("main")).to_contain_text("Nobody has been told by Lantern.")
    take_picture(lead, "device-of-a-case")
    expect(lead.locator("main")).to_contain_text("Belongs to a case")
    wait_for_line(lead, case, "A device of this case is")
    take_picture(lead, "case-with-device")
    mother = school.family.guardians[0].email
    assert not [one for one in messages_of(stack) if is_fresh(one, known, mother)]


def wait_for_line(page: Page, case: str, words: str) -> None:
    """Look at the case until its chronology says so: the worker tells it a moment later."""
    for _ in range(LOOKS_AT_MOST):
        page.goto(case)
        if words in page.locator(".timeline").inner_text():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"the chronology does not say: {words}")


def test_five_wrong_codes_lock_the_parents_page(
    stack: Stack, school: School, make_context: MakeContext, enter: Enter
) -> None:
    known = {one["id"] for one in messages_of(stack)}
    office = enter(school.who("office"))
    device = take_device(enter(school.who("head")), stack, school)
    (mail,) = wait_for_mail(stack, known, 1, school.family.guardians[0].email)
    link = read_thin_mail(mail, stack, school)
    page = make_context().new_page()
    page.goto(link)
    for sign in "ABCDE":
        page.get_by_label("Your code").fill(sign * 8)
        press(page, "Open the message")
        expect(page.locator("#code-error")).to_be_visible()
    office.goto(device)
    page.get_by_label("Your code").fill(office.locator("strong.code").first.inner_text())
    press(page, "Open the message")
    expect(page.locator("main")).to_contain_text("locked after five wrong codes")
    take_picture(page, "parent-locked")


def test_a_record_leaves_sealed_counted_and_harmless(
    stack: Stack, school: School, enter: Enter
) -> None:
    report_child(enter(school.who("teacher", 3)), stack, school, FORMULA)
    page = enter(school.who("dsl"))
    page.goto(f"{stack.url}/staff/export")
    take_picture(page, "export")
    page.locator("#search").fill(school.child[:5])
    page.locator("button[name=find][value=children]").click()
    page.get_by_label(school.child).check()
    page.locator("#reason").fill("Moves to another school on 7 January")
    press(page, "Make the archive")
    heading(page, "The archive is ready")
    take_picture(page, "export-made")
    passphrase = page.locator(".passphrase").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the archive").click()
    files = unseal(download.value.path().read_bytes(), passphrase)
    assert school.child.split()[1].casefold() not in download.value.suggested_filename
    check_manifest(files)
    assert_harmless(files, FORMULA)


def report_child(page: Page, stack: Stack, school: School, words: str) -> None:
    """Report about the child with these words."""
    page.goto(f"{stack.url}/staff/report")
    page.locator("#child_search").fill(school.child[:5])
    page.get_by_label(school.child).check()
    page.locator("#happened").fill(words)
    answers = {"danger_now": "no", "told_dsl": "yes", "kind": "bullying", "risk_area": "conduct"}
    for name, value in (answers | {"about_adult": "no"}).items():
        page.locator(f"input[name={name}][value={value}]").check()
    page.locator(".send__button").click()
    heading(page, "Sent")
