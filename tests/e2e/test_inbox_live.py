"""The open inbox: nothing that comes is missed, and nobody loses their place in it."""

from collections.abc import Callable

from playwright.sync_api import APIResponse, Page, Route, expect

from operations.stack import Stack
from tests.e2e.children import Answers, tell
from tests.e2e.conftest import Enter, MakeContext
from tests.e2e.people import School
from tests.e2e.test_child_leaves import comes_true
from tests.e2e.test_child_tells import open_inbox

ANSWERS = Answers("A man in the game asked me where I live.", "I don't mind")
NOTE_CHANGES = """() => {
    const seen = document.body.dataset
    document.querySelector('#live').addEventListener('changed', () => { seen.changes = 'yes' })
}"""
PLACE = "() => document.activeElement.getAttribute('href')"


def test_what_comes_while_the_list_is_fetched_stands_there_without_waiting_a_minute(
    stack: Stack, schools: list[School], enter: Enter, make_context: MakeContext
) -> None:
    lead = enter(schools[0].who("dsl"))
    let_go = hold_first_list(lead)
    before = open_inbox(lead, stack)
    tell(make_context().new_page(), f"{stack.url}/s/{schools[0].class_code}", ANSWERS)
    comes_true(lead, "document.body.dataset.changes === 'yes'")
    let_go()
    expect(lead.locator("a.row__link")).to_have_count(len(before) + 1)


def test_who_goes_through_the_list_by_keyboard_keeps_their_place(
    stack: Stack, schools: list[School], enter: Enter, make_context: MakeContext
) -> None:
    lead, url = enter(schools[0].who("dsl")), f"{stack.url}/s/{schools[0].class_code}"
    tell(make_context().new_page(), url, ANSWERS)
    before = open_inbox(lead, stack)
    lead.locator("a.row__link").last.focus()
    place = lead.evaluate(PLACE)
    tell(make_context().new_page(), url, ANSWERS)
    expect(lead.locator("a.row__link")).to_have_count(len(before) + 1)
    assert lead.evaluate(PLACE) == place


def test_the_inbox_is_live_however_late_a_script_comes(
    stack: Stack, schools: list[School], enter: Enter
) -> None:
    lead = enter(schools[0].who("dsl"))
    late: list[Route] = []

    def hold(route: Route) -> None:
        if "htmx" in route.request.url:
            route.continue_()
        else:
            late.append(route)

    lead.route("**/static/*.js", hold)
    with lead.expect_request("**/staff/inbox/changes"):
        lead.goto(f"{stack.url}/staff/inbox", wait_until="commit")
        # it has begun, and has had its turn after that
        comes_true(lead, "typeof htmx === 'object'")
        comes_true(lead, "new Promise(done => setTimeout(() => setTimeout(() => done(true))))")
        for one in late:
            one.continue_()


def hold_first_list(page: Page) -> Callable[[], None]:
    """Keep back the list as it is now, once; return what lets it go, and note what comes then."""
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        held.append((route, route.fetch()))
        page.evaluate(NOTE_CHANGES)

    def let_go() -> None:
        route, answer = held.pop()
        route.fulfill(response=answer)

    page.route("**/staff/inbox/list", hold, times=1)
    return let_go
