"""The child's page in the languages of the families, drafts shown: light, wide enough, reachable.

The Arabic script's own letters weigh 48 KB; with a hundred pictures they are over the limit.
"""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Page, expect

from frontend.locale import NAMES
from frontend.web import languages
from frontend.web.languages import RIGHT_TO_LEFT
from operations.processes import web_part
from operations.readiness import ports_from
from operations.stack import Stack
from tests.e2e.accessibility import Visit
from tests.e2e.conftest import take_picture
from tests.e2e.people import School

FACTORY = "frontend.main:create_app"
# The page of the hundred pictures in two languages, with the letters of both.
WITH_A_HUNDRED_PICTURES_AND_ARABIC = 140 * 1024
WITH_A_HUNDRED_PICTURES_AND_MORE_LETTERS = 124 * 1024


@pytest.fixture(scope="module")
def preview(stack: Stack) -> Iterator[Stack]:
    """The front end shows the drafts to whoever checks them, for these tests only."""
    front_end = web_part("frontend", FACTORY, ports_from(stack.site.port)["frontend"])
    stack.environment["LANTERN_PREVIEW_LANGUAGES"] = "true"
    stack.replace(front_end)
    stack.wait_until_ready()
    yield stack
    del stack.environment["LANTERN_PREVIEW_LANGUAGES"]
    stack.replace(front_end)
    stack.wait_until_ready()


@pytest.fixture(scope="module")
def one_school(schools: list[School]) -> School:
    return schools[0]


@pytest.mark.parametrize("code", sorted(NAMES))
def test_an_older_child_tells_and_comes_back_in_their_language(
    preview: Stack, one_school: School, visit: Visit, code: str
) -> None:
    page = visit.page
    page.goto(f"{preview.url}/s/{one_school.class_code}")
    press(page, f"language:{code}")
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if code in RIGHT_TO_LEFT else "ltr")
    # weighed without the letters of the English page before
    page.goto(f"{preview.url}/s/{one_school.class_code}?language={code}")
    see(visit, code, "safe")
    answer(page, "yes", "topics")
    see(visit, code, "topics")
    answer(page, "stranger", "words")
    see(visit, code, "words")
    press(page, "next")
    at(page, "adult")
    see(visit, code, "adult")
    answer(page, "do_not_mind", "about_adult")
    answer(page, "no", "look")
    see(visit, code, "look")
    press(page, "send_unnamed")
    at(page, "sent")
    see(visit, code, "sent")
    names = pictures_of(page)
    page.goto(f"{preview.url}/come-back/{one_school.class_code}?language={code}")
    see(visit, code, "pictures")
    for place, name in enumerate(names):
        expect(page.locator("ol.slots li.full")).to_have_count(place)
        page.locator(f"button[name=picture][value={name}]").click()
    at(page, "sent")
    expect(page.locator("html")).to_have_attribute("lang", code)
    see(visit, code, "came-back")
    press(page, "still")
    expect(page.locator("main a[href^='tel:999']")).to_be_visible()
    see(visit, code, "said-again")
    check(visit, code)


@pytest.mark.parametrize("code", ["ur", "pl"])
def test_a_younger_child_tells_in_their_language(
    preview: Stack, one_school: School, visit: Visit, code: str
) -> None:
    page = visit.page
    page.goto(f"{preview.url}/s/{one_school.page_code}?language={code}")
    see(visit, code, "doors")
    answer(page, "little", "safe")
    answer(page, "no", "help-now")
    see(visit, code, "help-now")
    press(page, "next")
    at(page, "topics")
    see(visit, code, "little-topics")
    press(page, "guide")
    at(page, "guide")
    see(visit, code, "guide")
    for part in ("tell", "help"):
        press(page, f"guide:{part}")
        expect(page.locator(".doing")).to_be_visible()
        see(visit, code, f"guide-{part}")
        press(page, "back")
        expect(page.locator("button[value='guide:help']")).to_be_visible()
    press(page, "back")
    answer(page, "unkind", "little-adult")
    see(visit, code, "little-adult")
    press(page, "send")
    at(page, "sent")
    see(visit, code, "little-sent")
    check(visit, code)


# Headless Chromium has no loudspeaker: this device speaks English and Polish by itself, Urdu only
# through the network, and notes what it is given to say.
A_DEVICE_THAT_SPEAKS = """
    window.said = [];
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    const voices = [["en-GB", true], ["pl-PL", true], ["ur-PK", false]];
    Object.defineProperty(window, "speechSynthesis", { value: {
      getVoices: () => voices.map(([lang, localService]) => ({ lang, localService })),
      speak(one) { said.push([one.lang, one.text]); setTimeout(() => one.onend(), 0); },
      cancel() {}, addEventListener() {},
    } });
"""


def hear(page: Page, button: str) -> tuple[set[str], list[str]]:
    """Press the button to its end; return the languages spoken and the sentences."""
    listen = page.get_by_role("button", name=button, exact=True)
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "false")
    told: list[list[str]] = page.evaluate("said.splice(0)")
    return {lang for lang, _ in told}, [text for _, text in told]


def test_a_page_is_read_aloud_in_its_own_language_or_its_english_lines_are(
    preview: Stack, one_school: School, visit: Visit
) -> None:
    page, texts = visit.page, texts_of("pl")
    page.add_init_script(A_DEVICE_THAT_SPEAKS)
    start = f"{preview.url}/s/{one_school.class_code}?language="
    page.goto(start + "pl")
    visit.look("with-a-voice")
    page.goto(start + "pl")
    spoken, sentences = hear(page, texts["Read to me"])
    assert spoken == {"pl-PL"}
    assert texts["Are you safe right now?"] in sentences
    assert "Are you safe right now?" not in sentences
    page.goto(start + "ur")
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    expect(page.locator(".listen")).to_have_attribute("lang", "en-GB")
    spoken, sentences = hear(page, "Read to me")
    assert spoken == {"en-GB"}
    assert sentences[0] == "Are you safe right now?"
    assert [one for one in sentences if not one.isascii()] == []
    visit.check()


@pytest.mark.parametrize("code", ["ur", "pl"])
def test_what_goes_wrong_is_said_in_the_childs_language(
    preview: Stack, visit: Visit, code: str
) -> None:
    page, texts = visit.page, texts_of(code)
    for state, address, heading in (
        ("no-school", "/s/NOSUCH", "We can not find this page"),
        ("letters", "/s", "Type the letters from the poster"),
        ("dead-card", "/card/NOSUCHCARD", "This card is not good any more"),
    ):
        page.goto(f"{preview.url}{address}?language={code}")
        expect(page.locator("h1")).to_contain_text(texts[heading])
        see(visit, code, state)
    check(visit, code)


def texts_of(code: str) -> Mapping[str, str]:
    """Return the catalogue, as the pages have it."""
    language = languages.picked(code, has_drafts=True)
    assert language is not None
    return language.texts


def answer(page: Page, value: str, leads_to: str) -> None:
    """Tap a card and wait for the next question."""
    page.locator(f"button[name=answer][value={value}]").click()
    at(page, leads_to)


def press(page: Page, value: str) -> None:
    page.locator(f"button[name=go][value='{value}']").locator("visible=true").first.click()


def at(page: Page, step: str) -> None:
    """Wait for the page of this question."""
    expect(page.locator(f"main.step-{step}")).to_be_visible()


def pictures_of(page: Page) -> list[str]:
    shown = page.locator("ol.code li").all()
    return [str(one.get_attribute("data-picture")) for one in shown]


def see(visit: Visit, code: str, state: str) -> None:
    """Look at this page, and keep its picture where that was asked for."""
    visit.look(f"{code}-{state}")
    visit.page.evaluate("scrollTo(0, 0)")
    take_picture(visit.page, f"child-{code}-{state}")


def check(visit: Visit, code: str) -> None:
    """Nothing is wrong, nothing is too heavy: one page of two languages has a limit of its own."""
    assert visit.looker.faults == []
    heavy = visit.scales.too_heavy
    most = WITH_A_HUNDRED_PICTURES_AND_MORE_LETTERS
    if code in RIGHT_TO_LEFT:
        most = WITH_A_HUNDRED_PICTURES_AND_ARABIC
    assert heavy.pop(f"{code}-pictures", 0) <= most
    assert heavy == {}
