"""Work through the procedure of a case on its page, task by task, as a DSL would."""

from collections.abc import Collection, Mapping

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import take_picture
from tests.e2e.people import press

MOST = 60
# What unlocks a task; every other question is answered no.
YES = frozenset({"agencies_not_needed", "advice_recorded"})


def triage(page: Page, given: Mapping[str, str], reason: str, *, child: str = "") -> None:
    """Say what the case is, `given` by field and value; link a child where one is named."""
    fill_triage(page, given, reason, child=child)
    record_triage(page)


def fill_triage(page: Page, given: Mapping[str, str], reason: str, *, child: str = "") -> None:
    """Open the form of triage and fill it in."""
    page.locator("#do-triage > summary").click()
    form = page.locator("#triage-form")
    for name, value in given.items():
        form.locator(f"input[name={name}][value={value}]").check()
    if child:
        form.get_by_label("Find another child").fill(child[:6])
        form.get_by_role("button", name="Find", exact=True).click()
        form.get_by_label(child).check()
    form.get_by_label("Reason", exact=True).fill(reason)


def record_triage(page: Page) -> None:
    """Send the form of triage."""
    press(page, "Record the triage")
    expect(page.locator("main")).to_contain_text("The triage is recorded.")


def walk_procedure(page: Page) -> None:
    """Answer every question and do every task that is open, until only the closing is left."""
    expect(page.locator("#prohibitions")).to_be_visible()
    take_picture(page, "case-procedure")
    answer_questions(page)
    take_picture(page, "case-procedure-answered")
    do_tasks(page)
    take_picture(page, "case-procedure-done")


def answer_questions(page: Page, yes: Collection[str] = ()) -> None:
    """Answer every question in sight: those named with yes, the others with no."""
    for _ in range(MOST):
        if not answer_next(page, yes):
            break


def do_tasks(page: Page) -> None:
    """Unlock and record every task that is open, until only the closing is left."""
    for _ in range(MOST):
        if not (unlock_next(page) or do_next(page)):
            break


def open_task(page: Page, key: str) -> Locator:
    """Open one task of the list and return it."""
    task = page.locator(f"#step-{key}")
    task.locator("details").first.evaluate("one => { one.open = true }")
    return task


def answer_next(page: Page, yes: Collection[str]) -> bool:
    """Answer the first question in sight; say whether there was one."""
    form = page.locator("section > form.question").first
    if not form.count():
        return False
    key = form.locator("input[name=question]").get_attribute("value")
    words = form.locator("input[name=words]")
    if words.count():  # Lantern has filled it in, or a register is to be looked into
        words.fill("Asked, and the answer was clear.")
    form.get_by_role("button", name="Yes" if key in yes else "No", exact=True).click()
    expect(page.locator("main")).to_contain_text("It is recorded.")
    return True


def unlock_next(page: Page) -> bool:
    """Answer one question of a locked task in writing; say whether there was one."""
    locked = page.locator("li.task--blocked form.question")
    waiting = [one for one in locked.all() if not one.locator(".quiet").count()]
    if not waiting:
        return False
    form = waiting[0]
    form.evaluate("one => { one.closest('details').open = true }")
    key = form.locator("input[name=question]").get_attribute("value")
    form.locator("input[name=words]").fill("Asked, and the answer was clear.")
    form.get_by_role("button", name="Yes" if key in YES else "No", exact=True).click()
    expect(page.locator("main")).to_contain_text("It is recorded.")
    return True


def do_next(page: Page) -> bool:
    """Record the next open task as done; say whether there was one."""
    buttons = page.locator("li.task--due, li.task--overdue").get_by_role(
        "button", name="Done", exact=True, include_hidden=True
    )
    if not buttons.count():
        return False
    button = buttons.first
    button.evaluate("one => { one.closest('details').open = true }")
    button.locator("xpath=ancestor::form").locator("textarea").fill("Done; kept in the file.")
    button.click()
    expect(page.locator("main")).to_contain_text("It is recorded.")
    return True
