"""The daily hand-in of a whole class, who may bring a device, the board, and the stores (dw1).

Everything happens on a school day whose hour the tests choose: late and left over hang on it.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from operations.readiness import free_front_door
from operations.stack import Stack, running_stack
from services.shared import clock
from tests.e2e.conftest import Enter, take_picture
from tests.e2e.people import School, heading, press, schools_of

MORNING = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)  # a Tuesday in term; school is 8:45 to 15:15
LATE = MORNING + timedelta(hours=1)
HOME_TIME = MORNING + timedelta(hours=6)
AFTER_SCHOOL = MORNING + timedelta(hours=7)
NO_LETTER = "A phone comes to this school only when a parent has asked in writing"

SetClock = Callable[[datetime], None]


@pytest.fixture(scope="module")
def clock_file(run_dir: Path) -> Iterator[Path]:
    """The file that moves the clock of every part, and of this process for sign-in codes."""
    file = run_dir / f"clock-{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    move(file, MORNING)
    clock.make_movable(file)
    yield file
    clock.fix()


@pytest.fixture(scope="module")
def stack(run_dir: Path, clock_file: Path) -> Iterator[Stack]:
    """A Lantern of this file's own, so that no other journey meets its clock."""
    home = run_dir / f"hand-in-{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    with running_stack(home, free_front_door(), clock_file=clock_file) as running:
        yield running


@pytest.fixture(scope="module")
def schools(stack: Stack) -> list[School]:
    return schools_of(stack)


@pytest.fixture(scope="module")
def cookies() -> dict[str, Any]:
    return {}


@pytest.fixture
def set_clock(clock_file: Path, cookies: dict[str, Any]) -> SetClock:
    """Make it this moment; whoever was signed in has been away too long and signs in again."""

    def set_to(moment: datetime) -> None:
        move(clock_file, moment)
        cookies.clear()

    return set_to


def move(file: Path, moment: datetime) -> None:
    file.write_text(str((moment - datetime.now(UTC)).total_seconds()))


def tap(page: Page, child: str, becomes: str) -> None:
    """Tap one child, and see how they stand then."""
    page.locator(f"#{child} button").click()
    expect(page.locator(f"#{child}")).to_have_class(re.compile(rf"tap--{becomes}\b"))


def counted(page: Page, words: str) -> None:
    expect(page.locator(".counts")).to_contain_text(words)


def take_in(page: Page, stack: Stack, school: School, place: str) -> None:
    """Confiscate a phone of the school's child and send the page, whatever comes of it."""
    page.goto(f"{stack.url}/staff/devices/take")
    page.locator("#child_search").fill(school.child[:5])
    page.get_by_label(school.child).check()
    answers = {"ground": "school_rule", "possible_evidence": "no", "kind": "phone"}
    for name, value in (answers | {"power_state": "off"}).items():
        page.locator(f"input[name={name}][value={value}]").check()
    page.locator("#description").fill("Black phone in a blue case")
    page.get_by_label(place).check()
    press(page, "Record the device")


@pytest.mark.rule("D-9.1-2")
def test_a_whole_class_is_handed_in_and_back_with_two_taps_a_child(
    stack: Stack, schools: list[School], enter: Enter, set_clock: SetClock
) -> None:
    school, taps = schools[0], []
    set_clock(MORNING)
    with_script = enter(school.who("teacher", 3))
    without = enter(school.who("teacher", 3), java_script_enabled=False)
    for page in (with_script, without):
        page.on("request", lambda one: taps.append(one.url) if one.method == "POST" else None)
        page.goto(f"{stack.url}/staff/hand-in")
    children = [str(one.get_attribute("id")) for one in with_script.locator(".tap").all()]
    half = len(children) // 2
    assert half > 3
    halves = [(with_script, one) for one in children[:half]]
    halves += [(without, one) for one in children[half:]]
    take_picture(with_script, "hand-in-morning")
    for page, child in halves:
        tap(page, child, "handed_in")
    take_picture(without, "hand-in-class")
    counted(without, f"{len(children)} here")
    for page, child in halves:
        tap(page, child, "given_back")
    counted(without, f"{len(children)} given back")
    assert len(taps) == 2 * len(children)


@pytest.mark.rule("D-9.1-2")
def test_what_comes_late_and_is_not_collected_goes_to_the_office(
    stack: Stack, schools: list[School], enter: Enter, set_clock: SetClock
) -> None:
    school = schools[0]
    set_clock(LATE)
    page = enter(school.who("teacher", 4))
    page.goto(f"{stack.url}/staff/hand-in")
    late = str(page.locator(".tap").first.get_attribute("id"))
    name = page.locator(f"#{late} .tap__name").inner_text()
    tap(page, late, "handed_in")
    counted(page, "1 came late")
    expect(page.locator(f"#{late}")).to_contain_text("late")
    take_in(page, stack, school, "Office cupboard")
    heading(page, school.child)

    set_clock(AFTER_SCHOOL)
    page = enter(school.who("teacher", 4))
    page.goto(f"{stack.url}/staff/hand-in")
    counted(page, "1 not collected: take it to the office")
    take_picture(page, "hand-in-not-collected")
    find_left_over(enter(school.who("office")), stack, school, name)


def find_left_over(page: Page, stack: Stack, school: School, name: str) -> None:
    """The office sees on its board and its list what was left over, and gives it back."""
    page.goto(f"{stack.url}/staff/going-home")
    expect(page.locator("#board")).to_contain_text("Overdue: ring the parent")
    expect(page.locator(".row--danger")).to_contain_text(school.child)
    expect(page.locator("#board")).to_contain_text(name)
    take_picture(page, "going-home-overdue")
    page.get_by_role("link", name="give back").click()
    heading(page, "Handed in and not collected")
    expect(page.locator(".row")).to_contain_text(name)
    take_picture(page, "left-over")
    press(page, f"Given back to {name}")
    expect(page.locator("main")).to_contain_text("Nothing is left over.")


@pytest.mark.rule("A-1.16-7")
def test_a_device_waits_for_the_parents_written_request_at_the_other_school(
    stack: Stack, schools: list[School], enter: Enter, set_clock: SetClock
) -> None:
    school = schools[1]
    set_clock(MORNING + timedelta(days=1))
    page = enter(school.who("office"))
    row = open_row(page, stack, school)
    expect(row.locator("button")).to_have_count(0)
    row.locator("summary").click()
    expect(row).to_contain_text(NO_LETTER)
    take_picture(page, "hand-in-not-allowed")
    assert NO_LETTER in send_all_the_same(page, str(row.get_attribute("id")))
    record_request(page, stack, school)
    row = open_row(page, stack, school)
    tap(page, str(row.get_attribute("id")), "handed_in")
    tap(page, str(row.get_attribute("id")), "given_back")


def open_row(page: Page, stack: Stack, school: School) -> Locator:
    """Open the class of the school's child from the list of classes; return the child's row."""
    page.goto(f"{stack.url}/staff/hand-in")
    named = school.plan.class_names[school.family.pupils[0].class_number]
    page.locator("main").get_by_role("link", name=named).click()
    heading(page, named)
    return page.locator(f"#{page.locator('.tap', has_text=school.child).get_attribute('id')}")


def send_all_the_same(page: Page, child: str) -> str:
    """Send the tap that the page does not offer, as a form does; return what is answered."""
    told = page.evaluate(
        """async ([address, token]) => {
            const body = new URLSearchParams({form_token: token, after: "0"});
            const answer = await fetch(address, {method: "POST", body});
            return [answer.status, await answer.text()];
        }""",
        [
            f"{page.url}/{child.removeprefix('child-')}/in",
            page.locator("input[name=form_token]").first.get_attribute("value"),
        ],
    )
    assert told[0] == 409
    return str(told[1])


def record_request(page: Page, stack: Stack, school: School) -> None:
    """Enter the mother's letter; the barred father is not among those who may write one."""
    mother, father, _ = school.family.guardians
    page.goto(f"{stack.url}/staff/hand-in/register")
    page.locator("#search").fill(school.child[:5])
    press(page, "Find")
    page.get_by_label(school.child).check()
    page.locator("input[name=kind][value=parent_request]").check()
    page.locator("button[name=find][value=child]").click()
    expect(page.get_by_label(f"{father.given_name} {father.family_name}")).to_have_count(0)
    page.get_by_label(f"{mother.given_name} {mother.family_name}").check()
    page.locator("#words").fill("She walks home alone and rings when she is there.")
    press(page, "Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write the date of the letter")
    take_picture(page, "register-not-saved")
    page.locator("#written_on").fill(f"{MORNING:%Y-%m-%d}")
    press(page, "Enter")
    expect(page.locator(".row")).to_contain_text(f"{mother.given_name} {mother.family_name}")
    take_picture(page, "register")


def test_an_open_board_shows_a_device_that_goes_home_today_without_a_reload(
    stack: Stack, schools: list[School], enter: Enter, set_clock: SetClock
) -> None:
    school = schools[1]
    set_clock(HOME_TIME + timedelta(days=1))
    office = enter(school.who("office"))
    office.goto(f"{stack.url}/staff/going-home")
    counted(office, "0 today")
    head = enter(school.who("head"))
    take_in(head, stack, school, "Head's safe")
    heading(head, school.child)
    counted(office, "1 today")  # the page was told, and nobody touched it
    expect(office.locator(".row--case")).to_contain_text(school.child)
    expect(office.locator(".row--case")).to_contain_text("Due today at 3:15pm")
    take_picture(office, "going-home")


def test_a_full_place_refuses_and_a_count_that_differs_needs_a_reason(
    stack: Stack, schools: list[School], enter: Enter, set_clock: SetClock
) -> None:
    school = schools[0]
    set_clock(HOME_TIME + timedelta(days=2))
    page = enter(school.who("head"))
    page.goto(f"{stack.url}/staff/stores")
    page.locator("#name").fill("Small tray")
    page.locator("input[name=kind][value=tray]").check()
    page.locator("#capacity").fill("1")
    press(page, "Add")
    expect(page.locator(".rows")).to_contain_text("Small tray")
    take_in(page, stack, school, "Small tray")
    expect(page.locator("main")).to_contain_text("The device is recorded.")
    take_in(page, stack, school, "Small tray")
    expect(page.locator("main")).to_contain_text("Small tray is full.")
    expect(page.locator("main")).to_contain_text("Head's safe has room for")
    take_picture(page, "store-full")
    page.goto(f"{stack.url}/staff/stores")
    take_picture(page, "stores")
    count_with_a_difference(page)


def count_with_a_difference(page: Page) -> None:
    """Two are found where one is recorded: kept only with what is known about it."""
    page.get_by_role("link", name="Small tray").click()
    expect(page.locator(".case-line")).to_contain_text("1 recorded here, full")
    page.locator("#found").fill("2")
    press(page, "Record the count")
    expect(page.locator(".govuk-error-summary")).to_contain_text("You found 2, and 1 is recorded")
    expect(page.locator(".timeline")).to_have_count(0)
    take_picture(page, "store-count-differs")
    page.locator("#reason").fill("A second phone lay there without a label; the head knows.")
    press(page, "Record the count")
    expect(page.locator("main")).to_contain_text("The count is recorded.")
    expect(page.locator(".timeline")).to_contain_text("difference +1")
    take_picture(page, "store-counted")
    page.goto(page.url.split("/staff/")[0] + "/staff/device-review")
    expect(page.locator(".counts")).to_contain_text("confiscations")
    take_picture(page, "device-review")
