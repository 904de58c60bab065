"""Nobody answers: the ladder climbs with time moved, every page is red, and one answer ends it."""

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from operations.bench.reports import page_of, report_body
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared import clock
from tests.e2e.conftest import MakeContext, take_picture
from tests.e2e.people import (
    School,
    heading,
    messages_of,
    press,
    schools_of,
    sign_in,
    wait_for_mail,
)

ABINGDON = 1
RED = "1 urgent alert has no answer yet"
# the worker looks every ten seconds whose ladder moves on
A_LOOK = 12.0


@pytest.fixture
def clock_file() -> Iterator[Path]:
    with TemporaryDirectory(prefix="lantern-ladder-") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "clock"
        file.write_text("0")
        clock.make_movable(file)
        yield file
        clock.fix()


@pytest.fixture
def moved_stack(clock_file: Path) -> Iterator[Stack]:
    """A Lantern of this test alone, because its clock is moved."""
    home = clock_file.parent / "home"
    with running_stack(home, free_front_door(), clock_file=clock_file) as running:
        yield running


def tell_of_danger(stack: Stack) -> None:
    """Let a child of the second school say that they are not safe."""
    page = page_of(stack, ABINGDON)
    body = report_body(page) | {"safe_now": "no", "chosen_adult_id": None}
    body |= {"chosen_adult": "do_not_mind"}
    reporting = ports_from(stack.site.port)["reporting"]
    url = f"http://127.0.0.1:{reporting}/pupil-reports"
    headers = {"content-type": "application/json", "idempotency-key": str(uuid4())}
    headers["authorization"] = f"Bearer {page.token}"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  our own loopback
        assert answer.status < 300


def opened_by(make_context: MakeContext, stack: Stack, school: School, role: str) -> Page:
    page = make_context().new_page()
    sign_in(page, stack.url, school.who(role))
    return page


def is_red(page: Page, stack: Stack) -> bool:
    page.goto(f"{stack.url}/staff")
    heading(page, "Hello")
    return page.get_by_text(RED).is_visible()


@pytest.mark.guard("G-11")
def test_the_ladder_climbs_until_somebody_answers(
    moved_stack: Stack, clock_file: Path, make_context: MakeContext
) -> None:
    stack = moved_stack
    school = schools_of(stack)[ABINGDON]
    lead = opened_by(make_context, stack, school, "dsl")
    head = opened_by(make_context, stack, school, "head")
    tell_of_danger(stack)
    known = {one["id"] for one in wait_for_mail(stack, (), 3)}
    assert is_red(lead, stack)
    assert not is_red(head, stack)
    take_picture(lead, "ladder-red")
    lead.get_by_role("link", name="Whom to ring", exact=True).click()
    heading(lead, "Whom to ring")
    take_picture(lead, "ladder-ring")

    clock_file.write_text("301")
    fresh = wait_for_mail(stack, known, 1)
    known |= {one["id"] for one in fresh}
    expect_red(head, stack)
    head.get_by_role("link", name="Open and answer it").click()
    heading(head, "No pupil chosen yet")
    press(head, "I have seen this")
    expect(head.get_by_text(RED)).to_have_count(0)
    expect_calm(lead, stack)
    see_the_ledger(lead, stack, school)

    clock_file.write_text("900")
    time.sleep(A_LOOK)
    assert {one["id"] for one in messages_of(stack)} == known


def expect_red(page: Page, stack: Stack) -> None:
    """Wait until the person whom the ladder asked sees it: reporting lets them in first."""
    until = time.monotonic() + 20
    while not is_red(page, stack):
        assert time.monotonic() < until, "the alert did not reach the next person's screen"


def expect_calm(page: Page, stack: Stack) -> None:
    until = time.monotonic() + 20
    while is_red(page, stack):
        assert time.monotonic() < until, "the alert is still red although somebody has answered"


def see_the_ledger(page: Page, stack: Stack, school: School) -> None:
    page.goto(f"{stack.url}/staff/inbox")
    page.locator("main a[href^='/staff/cases/']").first.click()
    page.get_by_role("link", name="Who was told, and when").click()
    heading(page, "Who was told")
    expect(page.locator("main")).to_contain_text(f"by {school.who('head')['name']}")
    expect(page.locator("main")).to_contain_text("because nobody had answered")
    take_picture(page, "ladder-told")


def test_the_office_s_pages_are_looked_at(
    stack: Stack, schools: list[School], make_context: MakeContext
) -> None:
    page = opened_by(make_context, stack, schools[0], "head")
    page.goto(f"{stack.url}/staff/ready")
    heading(page, "Is the school ready?")
    expect(page.get_by_text("Missing")).to_have_count(0)
    take_picture(page, "opening-ready")
    page.goto(f"{stack.url}/staff/away")
    press(page, "Mark away")
    expect(page.get_by_role("alert")).to_contain_text("Choose who is away")
    today = clock.today("Europe/London").isoformat()
    page.get_by_label("Who").select_option(index=2)
    page.get_by_label("First day away").fill(today)
    page.get_by_label("Last day away").fill(today)
    press(page, "Mark away")
    expect(page.locator(".row")).to_have_count(1)
    take_picture(page, "away-one")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_text("Nobody is marked away.")).to_be_visible()
