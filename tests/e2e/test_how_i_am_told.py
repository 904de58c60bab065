"""Give an address, confirm it where it arrives, keep the duty phone; see whom no mail reaches."""

import re

from playwright.sync_api import expect

from operations.stack import Stack
from services.shared import clock
from tests.e2e.conftest import Enter, take_picture
from tests.e2e.people import School, heading, messages_of, press, wait_for_mail

NEW = "a.quiet.corner@school.example"


def test_an_address_is_confirmed_where_it_arrives(
    stack: Stack, schools: list[School], enter: Enter
) -> None:
    school = schools[0]
    page = enter(school.who("tech"))
    page.goto(f"{stack.url}/staff/my-alerts")
    heading(page, "How I am told")
    page.get_by_label("Another e-mail address").fill("nobody")
    press(page, "Send a message there")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the password")
    expect(page.get_by_label("Another e-mail address")).to_have_value("nobody")
    page.get_by_label("Your password").fill("not this one")
    press(page, "Send a message there")
    expect(page.locator(".govuk-error-summary")).to_contain_text("That is not your password")
    expect(page.get_by_label("Your password")).to_have_value("")
    take_picture(page, "told-wrong-password")
    page.get_by_label("Your password").fill(school.who("tech")["password"])
    press(page, "Send a message there")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter an e-mail address")
    take_picture(page, "told-wrong-address")
    known = {one["id"] for one in messages_of(stack)}
    page.get_by_label("Another e-mail address").fill(NEW)
    page.get_by_label("Your password").fill(school.who("tech")["password"])
    press(page, "Send a message there")
    expect(page.get_by_role("status")).to_contain_text("We sent a message to that address")
    take_picture(page, "told-waits")
    [message] = wait_for_mail(stack, known, 1, NEW)
    found = re.search(r"/staff/my-address/[0-9a-f-]{36}", message["text"])
    assert found is not None
    page.goto(stack.url + found[0])
    take_picture(page, "told-confirm")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_contain_text("Messages go to your new address")
    take_picture(page, "told-confirmed")
    page.get_by_label("Mail me once a week if something came").check()
    press(page, "Keep these wishes")
    expect(page.get_by_role("status")).to_contain_text("Your wishes are kept")
    expect(page.get_by_label("Mail me once a week if something came")).to_be_checked()


def test_a_lead_is_told_why_nothing_can_be_held_back(
    stack: Stack, schools: list[School], enter: Enter
) -> None:
    page = enter(schools[0].who("ddsl"))
    page.goto(f"{stack.url}/staff/my-alerts")
    page.get_by_label("No mail: I look into Lantern").check()
    press(page, "Keep these wishes")
    expect(page.locator(".govuk-error-summary")).to_contain_text("You are a safeguarding lead")
    expect(page.get_by_label("No mail: I look into Lantern")).to_be_checked()
    take_picture(page, "told-lead-refused")


def test_the_head_keeps_the_duty_phone_and_sees_whether_messages_leave(
    stack: Stack, schools: list[School], enter: Enter
) -> None:
    school = schools[0]
    page = enter(school.who("head"))
    page.goto(f"{stack.url}/staff/duty-phone")
    heading(page, "Duty phone")
    press(page, "Keep the duty phone")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    take_picture(page, "duty-phone-empty")
    page.get_by_label("Mobile number").fill("07700 900456")
    offered = page.locator("#carrier_id option")
    expect(offered.filter(has_text=school.who("ddsl")["name"])).to_have_count(1)
    expect(offered.filter(has_text=school.who("teacher")["name"])).to_have_count(0)
    page.get_by_label("Who carries it").select_option(index=1)
    page.get_by_label("When you last rang it").fill("2020-01-01")
    press(page, "Keep the duty phone")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Ring the number")
    take_picture(page, "duty-phone-old")
    page.get_by_label("When you last rang it").fill(str(clock.now().date()))
    head = page.locator("#carrier_id option", has_text=school.who("head")["name"])
    page.get_by_label("Who carries it").select_option(head.first.get_attribute("value"))
    press(page, "Keep the duty phone")
    expect(page.get_by_role("main")).to_contain_text("carries 07700 900456")
    take_picture(page, "duty-phone-kept")
    press(page, "The school has no duty phone any more")
    expect(page.get_by_role("main")).to_contain_text("The school has no duty phone.")
    page.goto(f"{stack.url}/staff/sending")
    heading(page, "Do messages leave?")
    expect(page.get_by_role("main")).to_contain_text("GOV.UK Notify is not set up")
    take_picture(page, "sending")
    page.goto(f"{stack.url}/staff/ready")
    take_picture(page, "ready")
    page.get_by_role("link", name="Numbers outside school").click()
    heading(page, "Numbers outside school")
    take_picture(page, "numbers")
    page.locator("a[href$='/safeguarding_advice']").click()
    heading(page, "Safeguarding advice")
    page.get_by_label("Telephone number").fill("ask Jo")
    press(page, "Keep this number")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say how you checked it")
    page.get_by_label("I rang it and they answered").check()
    page.get_by_label("When did you check it?").fill(str(clock.now().date()))
    press(page, "Keep this number")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter a telephone number")
    take_picture(page, "number-wrong")
    page.get_by_label("Name").fill("Safeguarding advice line")
    page.get_by_label("Telephone number").fill("01632 960777")
    page.get_by_label("Whose number it is").fill("The council")
    press(page, "Keep this number")
    expect(page.get_by_role("status")).to_contain_text("The number is kept")
    expect(page.get_by_role("main")).to_contain_text("rang it and they answered")
    take_picture(page, "numbers-kept")
