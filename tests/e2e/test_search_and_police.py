"""A search with each gate missing in turn, and the police hold, on a tablet (dw3, dw5)."""

import pytest
from playwright.sync_api import Page, expect

from operations.stack import Stack
from tests.e2e.conftest import Enter, take_picture
from tests.e2e.people import School, heading, press

OTHER_SEX = {"F": "M", "M": "F"}
Answers = dict[str, str]
OFFICER = {
    "officer_name": "Constable Rowan",
    "collar_number": "4521",
    "force": "Testshire Police",
    "crime_reference": "46/1234/26",
    "police_advice": "Leave it switched off in its bag.",
    "officer_signed_name": "R. Owan",
}


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value={value}]").check(force=True)


def take(page: Page, stack: Stack, school: School, *, evidence: str) -> str:
    """Take the child's phone as the head, and return its address."""
    page.goto(f"{stack.url}/staff/devices/take")
    page.fill("#child_search", school.family.pupils[0].family_name[:4])
    page.get_by_role("button", name="Find", exact=True).last.click()
    page.get_by_label(school.child).first.check(force=True)
    for name, value in {
        "ground": "school_rule",
        "possible_evidence": evidence,
        "kind": "phone",
        "power_state": "off",
    }.items():
        choose(page, name, value)
    page.fill("#description", "Black phone in a blue case")
    page.locator("input[name=place]").first.check(force=True)
    page.fill("#seal_number", "BAG-0231")
    press(page, "Record the device")
    heading(page, school.child)
    return page.url.split("?")[0]


def propose(page: Page) -> None:
    page.get_by_role("link", name="Propose a search").click()
    choose(page, "owner", "pupil")
    page.fill("#new-reason", "A friend says that a fight is planned on this phone.")
    press(page, "Propose the search")
    heading(page, "Search of a device")


def all_right(school: School) -> Answers:
    """Return the answers with which every gate holds, as the page words them."""
    return {
        "suspects_child_image": "no",
        "power": "offence_or_harm",
        "consent": "parent",
        "searcher_id": school.who("head")["name"],
        "witness_id": school.who("ddsl")["name"],
        "searcher_sex": school.family.pupils[0].sex,
        "place": "The head's office",
        "is_private": "yes",
        "seniors_told": "The deputy head, at 10:15",
        "adds_distress": "no",
    }


def wrong_one_by_one(school: School) -> dict[str, tuple[str, Answers]]:
    """Return for each of the eight gates its sentence, and the answers with which it is missing."""
    needs = "needs a power from the Education Act 1996"
    if school.plan.profile == "downs":
        needs = "This school needs the pupil's or a parent's consent"
    other = OTHER_SEX[school.family.pupils[0].sex]
    return {
        "No police hold": ("Nobody at school looks for it", {"suspects_child_image": "not_sure"}),
        "A good reason": (needs, {"power": "none", "consent": "not_asked"}),
        "Searched by somebody": ("Name who searches", {"searcher_id": ""}),
        "A safeguarding lead": ("Name the safeguarding lead or deputy", {"witness_id": ""}),
        "Searcher of the same sex": ("must be of the same sex", {"searcher_sex": other}),
        "A private": ("private, confidential and safe", {"is_private": "no"}),
        "Senior leaders told": ("Tell senior leaders first", {"seniors_told": ""}),
        "No more distress": ("add distress to a child", {"adds_distress": "not_sure"}),
    }


def answer(page: Page, answers: Answers, *, missing: int) -> None:
    """Give these answers beside those that stand, and see how many gates are missing then."""
    page.locator("#do-answers > summary").click()
    for name, value in answers.items():
        asked = page.locator(f"#answers-form [name={name}]")
        look = asked.first.evaluate("one => one.type")
        if look == "radio":
            choose(page, name, value)
        elif look == "select-one":
            asked.select_option(label=value or "Choose a person")
        else:
            asked.fill(value)
    press(page, "Save the answers")
    expect(page.locator(".gate--missing")).to_have_count(missing)
    expect(page.locator("#do-answers[open]")).to_have_count(0)


def assert_shut(page: Page, gate: str, sentence: str) -> None:
    """One gate is missing and says why; the search cannot be authorised, with the same reason."""
    expect(page.locator(".gate--missing")).to_contain_text(gate)
    expect(page.locator(".gate--missing")).to_contain_text(sentence)
    expect(page.locator("#authorise-form")).to_have_count(0)
    expect(page.locator("#do-authorise")).to_contain_text(sentence)


@pytest.mark.guard("G-05", "G-06")
@pytest.mark.rule("D-9.3-10")
def test_a_search_shows_each_gate_that_is_missing_and_opens_when_all_hold(
    stack: Stack, school: School, enter: Enter
) -> None:
    page = enter(school.who("head"))
    device = take(page, stack, school, evidence="no")
    propose(page)
    assert "Department for Education" in page.content()
    expect(page.locator(".gate--missing")).to_have_count(8)
    take_picture(page, f"search-missing-{school.page_code}")
    expect(page.locator("#authorise-form")).to_have_count(0)
    right = all_right(school)
    answer(page, right, missing=0)
    put_right: Answers = {}
    for gate, (sentence, wrong) in wrong_one_by_one(school).items():
        answer(page, put_right | wrong, missing=1)
        assert_shut(page, gate, sentence)
        put_right = {name: right[name] for name in wrong}
    answer(page, put_right, missing=0)
    take_picture(page, f"search-all-hold-{school.page_code}")
    page.locator("#do-authorise > summary").click()
    press(page, "Authorise the search")
    expect(page.locator(".case-line")).to_contain_text("Authorised")
    page.locator("#do-carry-out > summary").click()
    for name in ("what_looked_at", "what_found", "action_taken"):
        page.fill(f"#carry-out-{name}", "In words only.")
    page.locator("#carry-out-form input[name=found_illegal][value=yes]").check(force=True)
    press(page, "Record the search")
    expect(page.locator(".alarm")).to_contain_text("Something illegal may have been seen")
    take_picture(page, f"search-stopped-{school.page_code}")
    page.goto(device)
    expect(page.locator(".case-line")).to_contain_text("Held for the police")


@pytest.mark.guard("G-05")
@pytest.mark.rule("D-9.3-14")
def test_a_device_on_hold_goes_to_a_named_officer_and_nothing_else_can_be_done(
    stack: Stack, school: School, enter: Enter
) -> None:
    page = enter(school.who("head"))
    device = take(page, stack, school, evidence="yes")
    expect(page.get_by_role("link", name="Propose a search")).to_have_count(0)
    page.get_by_role("link", name="Hand it to the police").click()
    press(page, "Record the hand-over")
    heading(page, "Hand it to the police")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write the collar number")
    for name, words in OFFICER.items():
        page.fill(f"#hand-to-police-{name}", words)
    press(page, "Record the hand-over")
    expect(page.locator(".case-line")).to_contain_text("With the police")
    expect(page.locator("#return-form")).to_have_count(0)
    receipt = page.request.get(f"{device}/print/receipt.pdf")
    assert receipt.body().startswith(b"%PDF")
    take_picture(page, f"with-police-{school.page_code}")
