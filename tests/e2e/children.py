"""What a child does on the child's page; tests say what must then be true."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.people import heading, press

Look = Callable[[str], None]


def _no_look(_name: str) -> None:
    """Keep no picture."""


@dataclass(frozen=True)
class Told:
    """What a child ends with: the last page's text, and the three pictures in order."""

    text: str
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """What a child answers; `adult` as children know them."""

    words: str
    adult: str
    about_adult: str = "No"


def answer_all(page: Page, answers: Answers, look: Look = _no_look) -> None:
    """Walk the older children's questions to the page that shows all answers."""
    heading(page, "Are you safe")
    look("child-safe")
    press(page, "Yes, I am safe")
    heading(page, "What is it about?")
    look("child-topics")
    page.get_by_label("Scared").check()
    press(page, "Someone I don't know talked to me")
    look("child-words")
    page.locator("textarea").fill(answers.words)
    page.locator("button[name=go][value=next]").click()
    heading(page, "Who do you want to talk to?")
    look("child-adult")
    page.locator("button[name=answer]", has_text=answers.adult).first.click()
    heading(page, "Is it about a grown-up at school?")
    look("child-about")
    press(page, answers.about_adult)
    expect(page.locator("main")).to_contain_text(answers.words)
    look("child-look")


def tell(page: Page, url: str, answers: Answers, look: Look = _no_look) -> Told:
    """Tell from the first question to the last page."""
    page.goto(url)
    answer_all(page, answers, look)
    press(page, "Send it with no name")
    told = read_end(page)
    look("child-sent")
    return told


def read_end(page: Page) -> Told:
    """Read the last page, on which the three pictures stand."""
    heading(page, "Thank you. It is sent.")
    pictures = page.locator("ol.code li span")
    expect(pictures).to_have_count(3)
    names = tuple(one.inner_text().split(maxsplit=1)[1] for one in pictures.all())
    return Told(page.locator("main").inner_text(), names)


def come_back(page: Page, url: str, pictures: tuple[str, ...], look: Look = _no_look) -> str:
    """Tap the three pictures and return what the page then says."""
    page.goto(url)
    look("child-pictures")
    for place, name in enumerate(pictures):
        expect(page.locator("ol.slots li.full")).to_have_count(place)
        page.locator(f"button[name=picture][value={name}]").click()
    expect(page.locator("button[name=picture]")).to_have_count(0)
    look("child-come-back")
    return page.locator("main").inner_text()
